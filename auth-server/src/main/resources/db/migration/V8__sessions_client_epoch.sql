-- A session belongs to the epoch of its client in which it was opened. Ending all sessions of a
-- client begins the next one, whatever the clocks of the nodes say.
ALTER TABLE client ADD COLUMN session_epoch INT DEFAULT 0 NOT NULL;
ALTER TABLE login_session ADD COLUMN client_epoch INT DEFAULT 0 NOT NULL;

UPDATE client SET session_epoch = 1 WHERE sessions_ended_at IS NOT NULL;
UPDATE login_session SET client_epoch = 1
WHERE created_at > (SELECT c.sessions_ended_at FROM client c WHERE c.client_id = login_session.client_id);
