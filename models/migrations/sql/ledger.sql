-- A journal is one row: who (accounts), how much each (amounts), and why (evidence).
-- Balance is enforced by the table itself, and no row is ever changed or removed.

-- A loop is cheaper than a query: a query is read and planned anew for every statement that posts.
CREATE FUNCTION ledger_sum(amounts bigint[]) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    amount bigint;
    total bigint := 0;
BEGIN
    FOREACH amount IN ARRAY amounts LOOP
        total := total + amount;
    END LOOP;
    RETURN total;
END $$;

CREATE FUNCTION ledger_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once: correct by adding, never by %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TABLE journals (
    market_code integer NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    kind smallint NOT NULL,
    subject_id bigint NOT NULL,
    posted_at timestamptz NOT NULL,
    accounts bigint[] NOT NULL,
    amounts bigint[] NOT NULL,
    evidence json NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (market_code, seq),
    CONSTRAINT journal_once UNIQUE (market_code, kind, subject_id),
    CONSTRAINT journal_balanced CHECK (
        ledger_sum(amounts) = 0
        AND array_position(amounts, NULL) IS NULL
        AND cardinality(accounts) = cardinality(amounts)
    )
);

CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON journals
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON journals
    EXECUTE FUNCTION ledger_is_written_once();

-- The last link of each market's chain; holding its row lock makes a transaction the market's
-- one writer, so journals get their numbers and hashes in one order without gaps.
CREATE TABLE ledger_heads (
    market_code integer PRIMARY KEY,
    seq bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32)
);

-- account_id = kind << 48 | owner; kinds below 10 say where money lies (never above zero), the
-- others whom it is owed to (never below zero). models/ledger/chart.py names them.
CREATE TABLE balances (
    market_code integer NOT NULL,
    account_id bigint NOT NULL,
    balance_fen bigint NOT NULL,
    PRIMARY KEY (market_code, account_id),
    CONSTRAINT balance_keeps_its_sign CHECK (
        CASE WHEN account_id >> 48 < 10 THEN balance_fen <= 0 ELSE balance_fen >= 0 END
    )
) WITH (fillfactor = 60);
