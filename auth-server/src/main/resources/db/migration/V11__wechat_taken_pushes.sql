-- What came under a signature of WeChat's that does not cover it: one thing only, on whichever node.
-- digest: the SHA-256 of it. expires_at: when no node takes the signature any more.
CREATE TABLE IF NOT EXISTS taken_push (
  signature CHAR(40) NOT NULL PRIMARY KEY,
  digest CHAR(64) NOT NULL,
  expires_at BIGINT NOT NULL,
  INDEX taken_push_age_idx (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
