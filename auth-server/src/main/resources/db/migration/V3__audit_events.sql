-- People, sessions and entries of the staff directory are named by their ids only. An id says nothing of
-- the time: the members of a cluster give out numbers of their own.
CREATE TABLE IF NOT EXISTS audit_event (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  occurred_at BIGINT NOT NULL,
  type VARCHAR(64) NOT NULL,
  actor VARCHAR(128) NOT NULL,
  client_id VARCHAR(128),
  sub CHAR(22),
  sid CHAR(22),
  kid VARCHAR(64),
  staff_id BIGINT,
  reason VARCHAR(200),
  INDEX audit_event_age_idx (occurred_at),
  INDEX audit_event_sub_idx (sub, occurred_at),
  INDEX audit_event_sid_idx (sid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
