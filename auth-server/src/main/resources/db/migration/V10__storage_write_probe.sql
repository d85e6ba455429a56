-- Always empty: whether a server takes writes is tried by writing a row and taking it away in one transaction.
CREATE TABLE IF NOT EXISTS write_probe (
  id INT NOT NULL PRIMARY KEY
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
