-- What must never be, for the tables that the ORM lays down.

ALTER TABLE consumers
    ADD CONSTRAINT openid_index_whole CHECK (length(openid_index) = 64),
    ADD CONSTRAINT consumer_locker_exists FOREIGN KEY (locker_payee_no) REFERENCES payees;

-- A locker is bound for ever: the first one stays.
CREATE FUNCTION consumer_locker_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the locker of consumer % is bound for ever', OLD.consumer_no
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER locker_kept BEFORE UPDATE OF locker_payee_no ON consumers FOR EACH ROW
    WHEN (OLD.locker_payee_no IS NOT NULL
          AND NEW.locker_payee_no IS DISTINCT FROM OLD.locker_payee_no)
    EXECUTE FUNCTION consumer_locker_is_kept();

ALTER TABLE payees ADD CONSTRAINT payee_account_fits_type CHECK (
    (receiver_type = 'MERCHANT_ID' AND account IS NOT NULL AND openid_sealed IS NULL)
    OR (receiver_type = 'PERSONAL_OPENID' AND account IS NULL
        AND openid_sealed IS NOT NULL AND openid_index IS NOT NULL AND openid_key IS NOT NULL)
);

ALTER TABLE sessions
    ADD CONSTRAINT session_owner_known CHECK (owner_kind IN ('consumer', 'staff')),
    ADD CONSTRAINT session_ends CHECK (expires_at > created_at);
CREATE INDEX sessions_of_owner ON sessions (owner_kind, owner_no);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
