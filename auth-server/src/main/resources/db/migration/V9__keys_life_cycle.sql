-- What a key is follows from these times and the clock. A key is signed with from activates_at
-- to retires_at, and published from its making until overlap_millis after it retires. A key
-- that is not signed with any more has no private part.
ALTER TABLE signing_key ADD COLUMN activates_at BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE signing_key ADD COLUMN retires_at BIGINT;
ALTER TABLE signing_key ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE signing_key ADD COLUMN overlap_millis BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE signing_key MODIFY COLUMN private_key VARBINARY(8000);
UPDATE signing_key SET activates_at = created_at;

ALTER TABLE audit_event ADD COLUMN kid VARCHAR(64);
