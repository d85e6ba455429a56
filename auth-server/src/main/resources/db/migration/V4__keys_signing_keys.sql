CREATE TABLE signing_key (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  algorithm VARCHAR(16) NOT NULL,
  sequence INT NOT NULL,
  kid VARCHAR(64) NOT NULL,
  public_key VARCHAR(2000) NOT NULL,
  private_key VARBINARY(8000) NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT signing_key_sequence_key UNIQUE (algorithm, sequence),
  CONSTRAINT signing_key_kid_key UNIQUE (kid)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
