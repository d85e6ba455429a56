-- A phone number that a user holds, or that is in the staff directory. Whoever changes either writes this
-- row first: revision grows.
CREATE TABLE IF NOT EXISTS phone_number (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  phone_hash CHAR(22) NOT NULL,
  phone VARBINARY(512) NOT NULL,
  user_id BIGINT,
  verified_at BIGINT,
  revision INT DEFAULT 0 NOT NULL,
  CONSTRAINT phone_number_hash_key UNIQUE (phone_hash),
  CONSTRAINT phone_number_user_key UNIQUE (user_id),
  CONSTRAINT phone_number_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The roles that whoever holds a number has.
CREATE TABLE IF NOT EXISTS staff_member (
  phone_number_id BIGINT NOT NULL PRIMARY KEY,
  roles VARCHAR(2000) NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT staff_member_phone_number_fk FOREIGN KEY (phone_number_id) REFERENCES phone_number (id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row. begun: the directory has or had an entry, and the settings add none any more.
CREATE TABLE IF NOT EXISTS staff_directory (
  id INT NOT NULL PRIMARY KEY,
  begun BOOLEAN NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT IGNORE INTO staff_directory (id, begun) VALUES (1, FALSE);
