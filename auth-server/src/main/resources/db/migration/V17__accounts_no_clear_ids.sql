ALTER TABLE wechat_identity DROP CONSTRAINT wechat_identity_key;
ALTER TABLE wechat_identity MODIFY COLUMN openid_hash CHAR(22) NOT NULL;
ALTER TABLE wechat_identity MODIFY COLUMN sealed_openid VARBINARY(512) NOT NULL;
ALTER TABLE wechat_identity ADD CONSTRAINT wechat_identity_hash_key UNIQUE (appid, openid_hash);
ALTER TABLE wechat_identity DROP COLUMN openid;
ALTER TABLE wechat_identity DROP COLUMN unionid;

ALTER TABLE union_identity DROP PRIMARY KEY;
ALTER TABLE union_identity MODIFY COLUMN union_hash CHAR(22) NOT NULL;
ALTER TABLE union_identity ADD PRIMARY KEY (union_hash);
ALTER TABLE union_identity DROP COLUMN open_platform_account;
ALTER TABLE union_identity DROP COLUMN unionid;

-- Unionids that WeChat gave for a user while they were another user's: administrators decide.
CREATE TABLE union_conflict (
  identity_id BIGINT NOT NULL PRIMARY KEY,
  union_hash CHAR(22) NOT NULL,
  found_at BIGINT NOT NULL,
  CONSTRAINT union_conflict_identity_fk FOREIGN KEY (identity_id) REFERENCES wechat_identity (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
