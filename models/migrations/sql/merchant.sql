ALTER TABLE markets ADD CONSTRAINT market_code_is_a_city CHECK (
    market_code BETWEEN 110000 AND 999999
);

ALTER TABLE merchants
    ADD CONSTRAINT merchant_in_market FOREIGN KEY (market_code) REFERENCES markets,
    ADD CONSTRAINT merchant_region_code_whole CHECK (region_code BETWEEN 110000 AND 999999),
    ADD CONSTRAINT merchant_scene_printable CHECK (scene ~ '^[A-Za-z0-9_.~-]{1,32}$'),
    ADD CONSTRAINT merchant_split_within_wechat CHECK (max_split_bp BETWEEN 0 AND 10000),
    ADD CONSTRAINT merchant_locker_exists FOREIGN KEY (locker_payee_no) REFERENCES payees,
    ADD CONSTRAINT merchant_bd_exists FOREIGN KEY (bd_payee_no) REFERENCES payees,
    ADD CONSTRAINT merchant_inviter_exists FOREIGN KEY (inviter_payee_no) REFERENCES payees;

ALTER TABLE merchant_terms
    ADD CONSTRAINT terms_of_merchant FOREIGN KEY (merchant_no) REFERENCES merchants,
    ADD CONSTRAINT terms_discount_within_bill CHECK (discount_bp BETWEEN 0 AND 10000),
    ADD CONSTRAINT terms_hold_at_least_a_minute CHECK (hold_seconds >= 60),
    -- A shorter hold than a day only where somebody accepted its risk in writing.
    ADD CONSTRAINT terms_risk_accepted CHECK (
        num_nonnulls(risk_accepted_by, risk_accepted_at, risk_hash) IN (0, 3)
        AND (hold_seconds >= 86400 OR risk_hash IS NOT NULL)
    ),
    ADD CONSTRAINT terms_tiers_listed CHECK (jsonb_typeof(tier_uppers) = 'array');
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON merchant_terms
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON merchant_terms
    EXECUTE FUNCTION ledger_is_written_once();

ALTER TABLE staff
    ADD CONSTRAINT staff_of_merchant FOREIGN KEY (merchant_no) REFERENCES merchants,
    ADD CONSTRAINT staff_role_known CHECK (role IN ('owner', 'manager', 'cashier'));

-- Who invited a merchant, and who recruited it, is said when it joins: the first never changes.
CREATE FUNCTION merchant_inviter_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who invited merchant % is kept', OLD.merchant_no
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER inviter_kept BEFORE UPDATE OF inviter_payee_no ON merchants FOR EACH ROW
    WHEN (NEW.inviter_payee_no IS DISTINCT FROM OLD.inviter_payee_no)
    EXECUTE FUNCTION merchant_inviter_is_kept();

ALTER TABLE region_agents
    ADD CONSTRAINT agent_payee_exists FOREIGN KEY (payee_no) REFERENCES payees,
    ADD CONSTRAINT agent_term_ends CHECK (effective_to IS NULL OR effective_to > effective_from),
    -- One agent a region at a time.
    ADD CONSTRAINT agent_alone_in_office EXCLUDE USING gist (
        int4range(region_code, region_code, '[]') WITH &&,
        tstzrange(effective_from, effective_to) WITH &&
    );
