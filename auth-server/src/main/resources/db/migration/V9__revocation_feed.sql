-- One row, whose lock orders all revocations: no reader sees number n + 1 before n.
CREATE TABLE revocation_sequence (
  id INT NOT NULL PRIMARY KEY,
  last_seq BIGINT NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO revocation_sequence (id, last_seq) VALUES (1, 0);

-- digest: the first 16 bytes of SHA-256 in base64url. lowest_epoch: of a user's or a client's tokens,
-- those of an earlier epoch are refused. expires_at is in seconds, as in the tokens it is compared with.
CREATE TABLE revocation (
  seq BIGINT NOT NULL PRIMARY KEY,
  type VARCHAR(16) NOT NULL,
  digest CHAR(22) NOT NULL,
  lowest_epoch BIGINT,
  expires_at BIGINT NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE INDEX revocation_digest_idx ON revocation (digest);
