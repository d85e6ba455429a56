-- What a service is to hear of an account, until it has taken it. revision: the user's after the change, so the
-- events of one user are told in the order of the changes, whichever nodes made them. into_revision: likewise of
-- the user into whom this one was merged, whose later events wait for this one. dead_at: since when it is
-- told no more, after days in vain.
CREATE TABLE IF NOT EXISTS account_event (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  jti CHAR(36) NOT NULL,
  client_id VARCHAR(128) NOT NULL,
  sub CHAR(22) NOT NULL,
  revision INT NOT NULL,
  type VARCHAR(32) NOT NULL,
  roles VARCHAR(2000),
  into_sub CHAR(22),
  into_revision INT,
  occurred_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts INT DEFAULT 0 NOT NULL,
  cause VARCHAR(32),
  dead_at BIGINT,
  CONSTRAINT account_event_place_key UNIQUE (client_id, sub, revision),
  INDEX account_event_into_idx (client_id, into_sub),
  INDEX account_event_due_idx (client_id, dead_at, due_at),
  INDEX account_event_age_idx (dead_at, occurred_at),
  INDEX account_event_dead_idx (dead_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Which node tells a service. term: grows with each sign of life. Whoever sees none for long takes over: by a
-- clock of its own, not by a time that another node wrote.
CREATE TABLE IF NOT EXISTS account_event_lease (
  client_id VARCHAR(128) NOT NULL PRIMARY KEY,
  holder CHAR(36),
  term BIGINT NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
