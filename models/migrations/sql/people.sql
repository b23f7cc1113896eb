-- What must never be, for the tables that the ORM lays down.

ALTER TABLE consumers
    ADD CONSTRAINT openid_index_whole CHECK (length(openid_index) = 64),
    ADD CONSTRAINT consumer_locker_exists FOREIGN KEY (locker_payee_no) REFERENCES payees;

-- Who first brought a consumer, on what ground, and from when to when: one row a consumer for ever, so
-- that nobody is bound after an unbinding. Nothing in it changes but that the consumer unbinds, once.
CREATE TABLE locker_bindings (
    consumer_no bigint PRIMARY KEY REFERENCES consumers,
    payee_no bigint NOT NULL REFERENCES payees,
    ground text NOT NULL CHECK (ground IN ('scan', 'order', 'invitation')),
    merchant_no integer,
    bound_at timestamptz NOT NULL,
    unbound_at timestamptz CHECK (unbound_at >= bound_at),
    unbound_why text CHECK (length(unbound_why) BETWEEN 1 AND 80),
    CONSTRAINT unbound_for_a_reason CHECK ((unbound_at IS NULL) = (unbound_why IS NULL))
);

CREATE FUNCTION locker_binding_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.unbound_at IS NULL AND NEW.unbound_at IS NOT NULL
        AND (NEW.consumer_no, NEW.payee_no, NEW.ground, NEW.merchant_no, NEW.bound_at)
            IS NOT DISTINCT FROM
            (OLD.consumer_no, OLD.payee_no, OLD.ground, OLD.merchant_no, OLD.bound_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what brought consumer % is kept', OLD.consumer_no
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER binding_kept BEFORE UPDATE OR DELETE ON locker_bindings
    FOR EACH ROW EXECUTE FUNCTION locker_binding_is_kept();

-- A consumer's locker is the one of their binding: the first one stays, until the consumer unbinds.
CREATE FUNCTION consumer_locker_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM locker_bindings AS b
        WHERE b.consumer_no = NEW.consumer_no AND CASE
            WHEN NEW.locker_payee_no IS NULL THEN b.unbound_at IS NOT NULL
            ELSE b.unbound_at IS NULL AND b.payee_no = NEW.locker_payee_no
        END
    ) THEN
        RAISE EXCEPTION 'the locker of consumer % is bound', NEW.consumer_no
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER locker_kept BEFORE UPDATE OF locker_payee_no ON consumers FOR EACH ROW
    WHEN (NEW.locker_payee_no IS DISTINCT FROM OLD.locker_payee_no)
    EXECUTE FUNCTION consumer_locker_is_kept();

ALTER TABLE payees ADD CONSTRAINT payee_account_fits_type CHECK (
    (receiver_type = 'MERCHANT_ID' AND account IS NOT NULL AND openid_sealed IS NULL)
    OR (receiver_type = 'PERSONAL_OPENID' AND account IS NULL
        AND openid_sealed IS NOT NULL AND openid_index IS NOT NULL AND openid_key IS NOT NULL)
);
CREATE INDEX payees_by_account ON payees (account) WHERE account IS NOT NULL;

ALTER TABLE sessions
    ADD CONSTRAINT session_owner_known CHECK (owner_kind IN ('consumer', 'staff')),
    ADD CONSTRAINT session_ends CHECK (expires_at > created_at);
CREATE INDEX sessions_of_owner ON sessions (owner_kind, owner_no);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
