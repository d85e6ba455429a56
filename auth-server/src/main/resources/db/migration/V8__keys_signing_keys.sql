-- What a key is follows from these times and the clock. A key is signed with from activates_at
-- to retires_at, and published from its making until overlap_millis after it retires. A key
-- that is not signed with any more has no private part. revision: grows when the keys of the algorithm
-- change.
CREATE TABLE IF NOT EXISTS signing_key (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  algorithm VARCHAR(16) NOT NULL,
  sequence INT NOT NULL,
  kid VARCHAR(64) NOT NULL,
  public_key VARCHAR(2000) NOT NULL,
  private_key VARBINARY(8000),
  created_at BIGINT NOT NULL,
  activates_at BIGINT DEFAULT 0 NOT NULL,
  retires_at BIGINT,
  withdrawn_at BIGINT,
  overlap_millis BIGINT DEFAULT 0 NOT NULL,
  revision INT DEFAULT 0 NOT NULL,
  CONSTRAINT signing_key_sequence_key UNIQUE (algorithm, sequence),
  CONSTRAINT signing_key_kid_key UNIQUE (kid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
