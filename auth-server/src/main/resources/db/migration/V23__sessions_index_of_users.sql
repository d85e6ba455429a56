-- A user has few sessions: their number is enough to find those with one client. H2 takes an index for
-- a foreign key only if it has the very columns of the key, and had made a second one.
ALTER TABLE login_session DROP CONSTRAINT login_session_user_fk;
ALTER TABLE login_session DROP INDEX login_session_user_idx;
CREATE INDEX login_session_user_idx ON login_session (user_id);
ALTER TABLE login_session ADD CONSTRAINT login_session_user_fk FOREIGN KEY (user_id) REFERENCES users (id);
