-- While a secret is replaced, the old one works beside the new one.
ALTER TABLE client ADD COLUMN previous_secret_hash CHAR(64);
ALTER TABLE mini_program ADD COLUMN previous_app_secret VARBINARY(512);
