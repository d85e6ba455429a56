-- roles: all that a user has beside the one that everybody has, computed at each change of those
-- given directly, of the number held, or of the staff directory. A session is live while the user's
-- session_epoch is the one in which it was opened; tokens of an earlier token_epoch are refused.
-- revision: grows whenever something changes that the state of the account must allow, identities, number
-- and profile among it, so that both write the same row and exclude each other, on any member of a cluster.
CREATE TABLE IF NOT EXISTS users (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sub CHAR(22) NOT NULL,
  status VARCHAR(16) NOT NULL,
  roles VARCHAR(2000) DEFAULT '' NOT NULL,
  granted_roles VARCHAR(2000) DEFAULT '' NOT NULL,
  session_epoch BIGINT DEFAULT 0 NOT NULL,
  token_epoch BIGINT DEFAULT 0 NOT NULL,
  revision INT DEFAULT 0 NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT users_sub_key UNIQUE (sub)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Openids are stored encrypted and found by a keyed hash; of unionids the hash alone is kept.
CREATE TABLE IF NOT EXISTS wechat_identity (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT NOT NULL,
  appid VARCHAR(64) NOT NULL,
  openid_hash CHAR(22) NOT NULL,
  sealed_openid VARBINARY(512) NOT NULL,
  union_hash CHAR(22),
  created_at BIGINT NOT NULL,
  CONSTRAINT wechat_identity_hash_key UNIQUE (appid, openid_hash),
  CONSTRAINT wechat_identity_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Whose a unionid is: one user's within an Open Platform account, which is part of the hash.
CREATE TABLE IF NOT EXISTS union_identity (
  union_hash CHAR(22) NOT NULL PRIMARY KEY,
  user_id BIGINT NOT NULL,
  CONSTRAINT union_identity_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Unionids that WeChat gave for a user while they were another user's: administrators decide.
CREATE TABLE IF NOT EXISTS union_conflict (
  identity_id BIGINT NOT NULL PRIMARY KEY,
  union_hash CHAR(22) NOT NULL,
  found_at BIGINT NOT NULL,
  CONSTRAINT union_conflict_identity_fk FOREIGN KEY (identity_id) REFERENCES wechat_identity (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
