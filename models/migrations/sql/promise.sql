-- The outbox: what was promised in the same transaction as the fact that asks for it. `due_at` is
-- market time; `leased_until`, by when its taker must have come back, is the machine's own.
CREATE TABLE promises (
    market_code integer NOT NULL,
    job text NOT NULL,
    subject_id bigint NOT NULL,
    due_at timestamptz NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    last_error text,
    leased_until timestamptz,
    PRIMARY KEY (market_code, job, subject_id)
);
CREATE INDEX promises_due ON promises (job, due_at);

-- One payout of one order: its lines as arrays, one result each. models/payout/lifecycle.py holds
-- the legal moves of `state`.
CREATE TABLE payouts (
    market_code integer NOT NULL,
    payout_id bigint NOT NULL,
    order_id bigint NOT NULL,
    step text NOT NULL CHECK (step IN ('split', 'rescue', 'unfreeze')),
    state text NOT NULL CHECK (
        state IN ('prepared', 'sent', 'finished', 'refused', 'dead_letter')
    ),
    sub_mchid text NOT NULL,
    transaction_id text NOT NULL,
    accounts bigint[] NOT NULL,
    amounts integer[] NOT NULL,
    results text[] NOT NULL,
    asked integer NOT NULL DEFAULT 0,
    last_error text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (market_code, payout_id),
    CONSTRAINT payout_step_once UNIQUE (market_code, order_id, step),
    CONSTRAINT payout_lines_whole CHECK (
        cardinality(accounts) = cardinality(amounts) AND cardinality(results) = cardinality(amounts)
    )
);

-- Whom WeChat knows as a receiver of which sub-merchant: added just in time, retired when unused.
CREATE TABLE receivers (
    market_code integer NOT NULL,
    sub_mchid text NOT NULL,
    account_id bigint NOT NULL,
    added_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (market_code, sub_mchid, account_id)
);
CREATE INDEX receivers_by_use ON receivers (market_code, sub_mchid, last_used_at)
    WHERE retired_at IS NULL;

-- Why a person's wallet could not be paid out, and from when it may be tried again. How much it is
-- stands in the ledger (the person's WALLET account) and nowhere else.
CREATE TABLE carried (
    market_code integer NOT NULL,
    account_id bigint NOT NULL,
    reason text NOT NULL,
    retry_at timestamptz,
    PRIMARY KEY (market_code, account_id)
);
