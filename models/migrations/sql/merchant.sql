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

ALTER TABLE region_agents
    ADD CONSTRAINT agent_payee_exists FOREIGN KEY (payee_no) REFERENCES payees,
    ADD CONSTRAINT agent_term_ends CHECK (effective_to IS NULL OR effective_to > effective_from);
-- One agent a region at a time.
CREATE UNIQUE INDEX agent_in_office ON region_agents (region_code) WHERE effective_to IS NULL;
