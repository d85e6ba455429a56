-- People, sessions and entries of the staff directory are named by their ids only.
CREATE TABLE audit_event (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  occurred_at BIGINT NOT NULL,
  type VARCHAR(64) NOT NULL,
  actor VARCHAR(128) NOT NULL,
  client_id VARCHAR(128),
  sub CHAR(22),
  sid CHAR(22),
  kid VARCHAR(64),
  staff_id BIGINT,
  reason VARCHAR(200)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX audit_event_sub_idx ON audit_event (sub, id);
CREATE INDEX audit_event_sid_idx ON audit_event (sid, id);
