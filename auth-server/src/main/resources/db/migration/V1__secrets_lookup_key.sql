-- One key, under which values that are stored encrypted are hashed, to be found again. It is
-- encrypted under the master keyset, and empty until the first node of a new database has made it.
CREATE TABLE IF NOT EXISTS lookup_key (
  id INT NOT NULL PRIMARY KEY,
  secret VARBINARY(512) NOT NULL
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT IGNORE INTO lookup_key (id, secret) VALUES (1, X'');
