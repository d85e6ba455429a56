-- user_epoch and client_epoch: the session epochs of the user and the client in which it was opened.
-- repeats: at which of the last ten refreshes the answer was given again, as ten bits.
-- A user has few sessions: their number is enough to find those with one client. H2 takes an index
-- for a foreign key only if it has the very columns of the key, and is there before the key.
CREATE TABLE login_session (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sid CHAR(22) NOT NULL,
  user_id BIGINT NOT NULL,
  identity_id BIGINT NOT NULL,
  client_id VARCHAR(128) NOT NULL,
  user_epoch BIGINT DEFAULT 0 NOT NULL,
  client_epoch BIGINT DEFAULT 0 NOT NULL,
  scopes VARCHAR(2000) NOT NULL,
  resources VARCHAR(2000) NOT NULL,
  device VARCHAR(64),
  generation INT NOT NULL,
  repeats INT DEFAULT 0 NOT NULL,
  created_at BIGINT NOT NULL,
  refreshed_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  INDEX login_session_user_idx (user_id),
  CONSTRAINT login_session_sid_key UNIQUE (sid),
  CONSTRAINT login_session_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT login_session_identity_fk FOREIGN KEY (identity_id) REFERENCES wechat_identity (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The sessions of a client are listed by their age, and a row's number is not its age: the
-- newest session of a user takes over the row of the one that makes room for it.
CREATE INDEX login_session_client_age_idx ON login_session (client_id, created_at, id);
