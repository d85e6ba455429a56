-- user_epoch and client_epoch: the session epochs of the user and the client in which it was opened.
-- repeats: at which of the last ten refreshes the answer was given again, as ten bits.
-- slot: a new session takes one below the number of sessions that may live for one user and client, and
-- the unique index lets nobody else have it; it also finds the sessions of a user.
-- session_key: what WeChat gave with the login, encrypted. key_age: how many milliseconds before created_at
-- WeChat was asked; of the keys of an identity the newest is the one that WeChat takes. key_taken: what WeChat said of it, null if it was not asked.
-- revision: changes when something is changed that only a live session may, which so excludes the end.
-- purge_at: the purge looks at the row then, or later. A refresh does not move it on, since that would be
-- a write of the index: the purge does when it finds that the session lives.
-- No foreign keys: a login takes no lock, so it may open a session while the account is being closed. Such
-- a session is of an earlier epoch, and the purge deletes it.
CREATE TABLE IF NOT EXISTS login_session (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sid CHAR(22) NOT NULL,
  user_id BIGINT NOT NULL,
  client_id VARCHAR(128) NOT NULL,
  slot INT NOT NULL,
  identity_id BIGINT NOT NULL,
  user_epoch BIGINT DEFAULT 0 NOT NULL,
  client_epoch BIGINT DEFAULT 0 NOT NULL,
  scopes VARCHAR(2000) NOT NULL,
  resources VARCHAR(2000) NOT NULL,
  device VARCHAR(64),
  session_key VARBINARY(512),
  key_age INT DEFAULT 0 NOT NULL,
  key_taken BOOLEAN,
  generation INT NOT NULL,
  repeats SMALLINT DEFAULT 0 NOT NULL,
  revision SMALLINT DEFAULT 0 NOT NULL,
  created_at BIGINT NOT NULL,
  refreshed_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  purge_at BIGINT NOT NULL,
  CONSTRAINT login_session_sid_key UNIQUE (sid),
  CONSTRAINT login_session_slot_key UNIQUE (user_id, client_id, slot),
  -- The sessions of a client are listed by their age, and a row's number is not its age: the
  -- newest session of a user takes over the row of the one that makes room for it.
  INDEX login_session_client_age_idx (client_id, created_at, id),
  INDEX login_session_purge_idx (purge_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Users whose accounts were closed. A login that had read the user before may open a session afterwards,
-- which is erased once more.
CREATE TABLE IF NOT EXISTS session_erasure (
  user_id BIGINT NOT NULL PRIMARY KEY,
  due_at BIGINT NOT NULL,
  INDEX session_erasure_due_idx (due_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
