-- What WeChat's pushes are signed and encrypted with.
ALTER TABLE mini_program ADD COLUMN push_token VARBINARY(512);
ALTER TABLE mini_program ADD COLUMN encoding_aes_key VARBINARY(512);
