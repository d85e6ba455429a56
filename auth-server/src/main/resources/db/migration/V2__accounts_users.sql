-- Instants are milliseconds since the epoch.
CREATE TABLE users (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sub CHAR(22) NOT NULL,
  status VARCHAR(16) NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT users_sub_key UNIQUE (sub)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE wechat_identity (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT NOT NULL,
  appid VARCHAR(64) NOT NULL,
  openid VARCHAR(128) NOT NULL,
  unionid VARCHAR(128),
  session_key VARBINARY(512),
  created_at BIGINT NOT NULL,
  last_login_at BIGINT NOT NULL,
  CONSTRAINT wechat_identity_key UNIQUE (appid, openid),
  CONSTRAINT wechat_identity_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Whose a unionid is: one user's within an Open Platform account.
CREATE TABLE union_identity (
  open_platform_account VARCHAR(64) NOT NULL,
  unionid VARCHAR(128) NOT NULL,
  user_id BIGINT NOT NULL,
  PRIMARY KEY (open_platform_account, unionid),
  CONSTRAINT union_identity_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
