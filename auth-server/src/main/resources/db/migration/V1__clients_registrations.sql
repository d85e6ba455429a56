-- Instants are milliseconds since the epoch.
-- Mini-programs and the clients that act for them or for services.
CREATE TABLE mini_program (
  appid VARCHAR(64) NOT NULL PRIMARY KEY,
  version INT NOT NULL,
  open_platform_account VARCHAR(64),
  app_secret VARBINARY(512) NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE client (
  client_id VARCHAR(128) NOT NULL PRIMARY KEY,
  version INT NOT NULL,
  secret_hash CHAR(64),
  jwk_set_uri VARCHAR(1024),
  scopes VARCHAR(2000) NOT NULL,
  resources VARCHAR(2000) NOT NULL,
  appid VARCHAR(64),
  wechat_claims BOOLEAN NOT NULL,
  enabled BOOLEAN NOT NULL,
  -- Sessions opened up to this instant have ended.
  sessions_ended_at BIGINT,
  created_at BIGINT NOT NULL,
  CONSTRAINT client_appid_fk FOREIGN KEY (appid) REFERENCES mini_program (appid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
