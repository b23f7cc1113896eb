-- Who shares in what a store distributes, as parts that add up to `whole`; the order of the arrays
-- is the register's own, and decides between equal remainders. A change is another version, in
-- force from the first day of a month that had not begun when it was set; where several are, the
-- latest counts. No row is ever changed.
CREATE FUNCTION names_each_once(people bigint[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT count(DISTINCT person) = cardinality(people) FROM unnest(people) AS person
$$;

CREATE TABLE share_registers (
    market_code integer NOT NULL,
    merchant_no integer NOT NULL REFERENCES merchants,
    version integer NOT NULL CHECK (version > 0),
    effective_from date NOT NULL,
    whole bigint NOT NULL CHECK (whole BETWEEN 1 AND 1000000000000),
    holders bigint[] NOT NULL,
    shares bigint[] NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (market_code, merchant_no, version),
    CONSTRAINT register_within_two_hundred CHECK (cardinality(holders) BETWEEN 1 AND 200),
    CONSTRAINT register_names_each_once CHECK (names_each_once(holders)),
    CONSTRAINT register_adds_up CHECK (
        cardinality(shares) = cardinality(holders) AND 0 < ALL (shares)
        AND ledger_sum(shares) = whole
    ),
    CONSTRAINT register_applies_forward CHECK (
        extract(day FROM effective_from) = 1
        AND effective_from > (set_at AT TIME ZONE 'Asia/Shanghai')::date
    )
);
CREATE INDEX registers_by_holder ON share_registers USING gin (holders);
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON share_registers
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON share_registers
    EXECUTE FUNCTION ledger_is_written_once();

-- What a store's owner declared for a month that is over, to be divided by the register that was in
-- force in that month. `state` moves along models/shared_store/lifecycle.py: it waits until the
-- platform owes the store that much, and is then paid whole (`fens` runs along the register's
-- holders). Times are market time.
CREATE TABLE distributions (
    market_code integer NOT NULL,
    distribution_id bigint NOT NULL,
    merchant_no integer NOT NULL,
    register_version integer NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    amount_fen bigint NOT NULL CHECK (amount_fen BETWEEN 1 AND 100000000),
    state text NOT NULL CHECK (state IN ('declared', 'paid', 'withdrawn')),
    fens bigint[],
    declared_by bigint NOT NULL,
    declared_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (market_code, distribution_id),
    FOREIGN KEY (market_code, merchant_no, register_version) REFERENCES share_registers,
    CONSTRAINT distribution_of_a_month_that_is_over CHECK (
        (declared_at AT TIME ZONE 'Asia/Shanghai')::date >= (month + interval '1 month')::date
    ),
    CONSTRAINT distribution_ended_whole CHECK (
        (state = 'declared') = (ended_at IS NULL) AND (state = 'paid') = (fens IS NOT NULL)
    ),
    CONSTRAINT distribution_adds_up CHECK (fens IS NULL OR ledger_sum(fens) = amount_fen)
);
-- A month is distributed once.
CREATE UNIQUE INDEX distribution_once ON distributions (market_code, merchant_no, month)
    WHERE state <> 'withdrawn';
CREATE INDEX distributions_waiting ON distributions (market_code, merchant_no, distribution_id)
    WHERE state = 'declared';
CREATE INDEX distributions_of_store ON distributions (market_code, merchant_no, distribution_id);

CREATE FUNCTION distribution_facts_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'declared'
        OR (OLD.merchant_no, OLD.register_version, OLD.month, OLD.amount_fen, OLD.declared_at)
            IS DISTINCT FROM
            (NEW.merchant_no, NEW.register_version, NEW.month, NEW.amount_fen, NEW.declared_at)
    THEN
        RAISE EXCEPTION 'distribution % keeps what was declared, and how it ended',
            OLD.distribution_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER facts_kept BEFORE UPDATE ON distributions
    FOR EACH ROW EXECUTE FUNCTION distribution_facts_are_kept();

-- What the platform owes a store and may leave for good at a moment: not what coupons paid of bills
-- whose hold has not ended, since those may still be refunded. A bill that is held now was not opened
-- more than 32 days ago, and ids grow with time (models/ids.py).
CREATE FUNCTION owed_past_hold(market integer, store integer, at timestamptz) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT greatest(0, coalesce((
        SELECT balance_fen FROM balances
        WHERE market_code = market AND account_id = (17::bigint << 48) + store
    ), 0) - coalesce((
        SELECT sum(coupon_fen) FROM orders
        WHERE market_code = market AND merchant_no = store AND state = 'settled'
            AND coupon_fen > 0 AND paid_at + hold_seconds * interval '1 second' > at
            AND order_id >= (extract(epoch FROM at - interval '32 days'
                                     - timestamptz '2010-01-01 00:00:00Z') * 1000)::bigint << 22
    ), 0))::bigint
$$;
