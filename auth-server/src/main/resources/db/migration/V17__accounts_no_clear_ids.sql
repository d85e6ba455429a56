ALTER TABLE wechat_identity DROP CONSTRAINT wechat_identity_key;
ALTER TABLE wechat_identity MODIFY COLUMN openid_hash CHAR(22) NOT NULL;
ALTER TABLE wechat_identity MODIFY COLUMN sealed_openid VARBINARY(512) NOT NULL;
ALTER TABLE wechat_identity ADD CONSTRAINT wechat_identity_hash_key UNIQUE (appid, openid_hash);
ALTER TABLE wechat_identity DROP COLUMN openid;
ALTER TABLE wechat_identity DROP COLUMN unionid;

-- Another table rather than another key: some servers allow no table to be without one.
CREATE TABLE union_owner (
  union_hash CHAR(22) NOT NULL PRIMARY KEY,
  user_id BIGINT NOT NULL,
  CONSTRAINT union_owner_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO union_owner (union_hash, user_id) SELECT union_hash, user_id FROM union_identity;
DROP TABLE union_identity;
ALTER TABLE union_owner RENAME TO union_identity;

-- Unionids that WeChat gave for a user while they were another user's: administrators decide.
CREATE TABLE union_conflict (
  identity_id BIGINT NOT NULL PRIMARY KEY,
  union_hash CHAR(22) NOT NULL,
  found_at BIGINT NOT NULL,
  CONSTRAINT union_conflict_identity_fk FOREIGN KEY (identity_id) REFERENCES wechat_identity (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
