CREATE TABLE login_session (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sid CHAR(22) NOT NULL,
  user_id BIGINT NOT NULL,
  identity_id BIGINT NOT NULL,
  client_id VARCHAR(128) NOT NULL,
  scopes VARCHAR(2000) NOT NULL,
  resources VARCHAR(2000) NOT NULL,
  device VARCHAR(64),
  generation INT NOT NULL,
  created_at BIGINT NOT NULL,
  refreshed_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  CONSTRAINT login_session_sid_key UNIQUE (sid),
  CONSTRAINT login_session_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT login_session_identity_fk FOREIGN KEY (identity_id) REFERENCES wechat_identity (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX login_session_user_idx ON login_session (user_id, client_id, created_at);
CREATE INDEX login_session_client_idx ON login_session (client_id, id);
