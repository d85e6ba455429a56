-- Openids are stored encrypted and found by a keyed hash; of unionids the hash alone is kept.
ALTER TABLE wechat_identity ADD COLUMN openid_hash CHAR(22);
ALTER TABLE wechat_identity ADD COLUMN sealed_openid VARBINARY(512);
ALTER TABLE wechat_identity ADD COLUMN union_hash CHAR(22);
ALTER TABLE union_identity ADD COLUMN union_hash CHAR(22);
