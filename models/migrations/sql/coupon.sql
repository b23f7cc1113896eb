-- What a holder's coupons are, fen for fen: received (released, or given back by a refund), spent (or
-- taken back), and held for orders that are opened or paid and not settled yet. What they are worth
-- is the balance of the holder's COUPON account: received less spent. A holder is a consumer, by
-- number, or a store (2^40 above its number).
CREATE TABLE coupon_purses (
    market_code integer NOT NULL,
    holder_no bigint NOT NULL,
    received_fen bigint NOT NULL DEFAULT 0,
    spent_fen bigint NOT NULL DEFAULT 0 CHECK (spent_fen >= 0),
    held_fen bigint NOT NULL DEFAULT 0 CHECK (held_fen >= 0),
    PRIMARY KEY (market_code, holder_no),
    CONSTRAINT purse_holds_what_it_gives CHECK (spent_fen + held_fen <= received_fen)
) WITH (fillfactor = 70);

-- Whose purse gets what a store's points release from `named_at` on; until somebody is named it
-- waits in the store's own. Applies forward: another name is another row.
CREATE TABLE purse_names (
    market_code integer NOT NULL,
    merchant_no integer NOT NULL REFERENCES merchants,
    named_at timestamptz NOT NULL,
    consumer_no bigint NOT NULL REFERENCES consumers,
    staff_no bigint NOT NULL REFERENCES staff,
    PRIMARY KEY (market_code, merchant_no, named_at)
);
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON purse_names
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON purse_names
    EXECUTE FUNCTION ledger_is_written_once();
