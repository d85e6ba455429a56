-- The sessions of a client are listed by their age, and a row's number is not its age: the
-- newest session of a user takes over the row of the one that makes room for it.
CREATE INDEX login_session_client_age_idx ON login_session (client_id, created_at, id);
ALTER TABLE login_session DROP INDEX login_session_client_idx;
