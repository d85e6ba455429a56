-- Each node numbers its own revocations, in a lane of its own: the lock of its one row orders them, and
-- no two nodes ever wait for each other. No reader sees number n + 1 of a lane before n.
CREATE TABLE IF NOT EXISTS revocation_lane (
  lane BIGINT NOT NULL PRIMARY KEY,
  last_seq BIGINT NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- digest: the first 16 bytes of SHA-256 in base64url. lowest_epoch: of a user's or a client's tokens,
-- those of an earlier epoch are refused. expires_at is in seconds, as in the tokens it is compared with.
CREATE TABLE IF NOT EXISTS revocation (
  lane BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  type VARCHAR(16) NOT NULL,
  digest CHAR(22) NOT NULL,
  lowest_epoch BIGINT,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (lane, seq),
  INDEX revocation_digest_idx (digest)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
