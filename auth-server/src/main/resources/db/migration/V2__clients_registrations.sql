-- Instants are milliseconds since the epoch, here and in all tables that do not say otherwise.
CREATE TABLE IF NOT EXISTS mini_program (
  appid VARCHAR(64) NOT NULL PRIMARY KEY,
  version INT NOT NULL,
  open_platform_account VARCHAR(64),
  app_secret VARBINARY(512) NOT NULL,
  previous_app_secret VARBINARY(512),
  push_token VARBINARY(512),
  encoding_aes_key VARBINARY(512),
  offer_ids VARCHAR(600),
  app_key VARBINARY(512),
  sandbox_app_key VARBINARY(512)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- settings: what the settings say of the client, LISTED, DISABLED or REMOVED; null if they never named it.
-- settings_revision: those of a lower revision change nothing.
-- wechat_apps, wechat_jobs, wechat_api: what a service may have done at WeChat. push_routes: a line for each, its
-- URL, its resource and its events. event_receivers: likewise, for what happens to accounts.
-- A session is live while the client's session_epoch is the one in which it was opened; tokens of an
-- earlier token_epoch are refused.
CREATE TABLE IF NOT EXISTS client (
  client_id VARCHAR(128) NOT NULL PRIMARY KEY,
  version INT NOT NULL,
  secret_hash CHAR(64),
  previous_secret_hash CHAR(64),
  jwk_set_uri VARCHAR(1024),
  scopes VARCHAR(2000) NOT NULL,
  resources VARCHAR(2000) NOT NULL,
  appid VARCHAR(64),
  wechat_claims BOOLEAN NOT NULL,
  access_token_algorithm VARCHAR(16) DEFAULT 'ES256' NOT NULL,
  enabled BOOLEAN NOT NULL,
  settings VARCHAR(16),
  settings_revision INT DEFAULT 0 NOT NULL,
  session_epoch BIGINT DEFAULT 0 NOT NULL,
  token_epoch BIGINT DEFAULT 0 NOT NULL,
  wechat_apps VARCHAR(1000) DEFAULT '' NOT NULL,
  wechat_jobs VARCHAR(100) DEFAULT '' NOT NULL,
  wechat_api VARCHAR(2000) DEFAULT '' NOT NULL,
  push_routes VARCHAR(4000) DEFAULT '' NOT NULL,
  event_receivers VARCHAR(2000) DEFAULT '' NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT client_appid_fk FOREIGN KEY (appid) REFERENCES mini_program (appid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Assertions by which clients have authenticated, until no node would take them any more. digest: the SHA-256
-- of client and jti, in hexadecimal. As the primary key it lets one of several nodes use an assertion.
CREATE TABLE IF NOT EXISTS client_assertion (
  digest CHAR(64) NOT NULL PRIMARY KEY,
  expires_at BIGINT NOT NULL,
  INDEX client_assertion_expiry_idx (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
