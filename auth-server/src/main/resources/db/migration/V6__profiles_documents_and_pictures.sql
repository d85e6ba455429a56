-- What users say of themselves: one encrypted JSON document each.
CREATE TABLE IF NOT EXISTS profile (
  user_id BIGINT NOT NULL PRIMARY KEY,
  document VARBINARY(8000) NOT NULL,
  updated_at BIGINT NOT NULL,
  CONSTRAINT profile_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Pictures are public to who knows the name, which is random and new with each picture.
CREATE TABLE IF NOT EXISTS avatar (
  user_id BIGINT NOT NULL PRIMARY KEY,
  name CHAR(22) NOT NULL,
  content_type VARCHAR(32) NOT NULL,
  content MEDIUMBLOB NOT NULL,
  updated_at BIGINT NOT NULL,
  CONSTRAINT avatar_name_key UNIQUE (name),
  CONSTRAINT avatar_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
