-- An entry of the staff directory is named by its number, not by the phone number.
ALTER TABLE audit_event ADD COLUMN staff_id BIGINT;
