-- One payout: one request to WeChat about one order's frozen money, under one number for ever. Its
-- legs stand in arrays alongside each other: the ledger account that is paid out, whom WeChat pays
-- for it (a person's WALLET account, a payee's account, CUSTODY for ourselves), how much, and how it
-- ended: PENDING, SUCCESS, OWN (the store's own part, paid by the unfreeze), WeChat's fail_reason in
-- capitals, or in small letters why a packet was carried forward instead of being sent.
-- models/payout/lifecycle.py holds the legal moves of `state`. `rest_until` is wire time, everything
-- else market time; after `closes_at` WeChat splits no more.
CREATE TABLE payouts (
    market_code integer NOT NULL,
    payout_id bigint NOT NULL,
    order_id bigint NOT NULL,
    step text NOT NULL CHECK (step IN ('split', 'rescue', 'unfreeze')),
    round smallint NOT NULL CHECK (round BETWEEN 1 AND 20),
    state text NOT NULL CHECK (state IN ('prepared', 'sent', 'finished', 'dead_letter')),
    merchant_no integer NOT NULL,
    sub_mchid text NOT NULL,
    transaction_id text NOT NULL,
    closes_at timestamptz NOT NULL,
    accounts bigint[] NOT NULL,
    receivers bigint[] NOT NULL,
    amounts integer[] NOT NULL,
    results text[] NOT NULL,
    asked smallint NOT NULL DEFAULT 0,
    tries smallint NOT NULL DEFAULT 0,
    rest_until timestamptz,
    last_error text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (market_code, payout_id),
    CONSTRAINT payout_step_once UNIQUE (market_code, order_id, step, round),
    CONSTRAINT payout_legs_whole CHECK (
        cardinality(receivers) = cardinality(accounts)
        AND cardinality(amounts) = cardinality(accounts)
        AND cardinality(results) = cardinality(accounts)
        AND 0 < ALL (amounts)
    ),
    CONSTRAINT payout_finished_whole CHECK (
        state <> 'finished' OR (finished_at IS NOT NULL AND 'PENDING' <> ALL (results))
    )
) WITH (fillfactor = 60);
CREATE INDEX payouts_under_way ON payouts (market_code, sub_mchid) WHERE state <> 'finished';
CREATE INDEX payouts_dead ON payouts (market_code, payout_id) WHERE state = 'dead_letter';

-- Whom WeChat knows as a receiver of which sub-merchant, by the same ids as a payout's `receivers`:
-- added just in time, retired when long unused. A refused one may be tried again from `retry_at`.
CREATE TABLE receivers (
    market_code integer NOT NULL,
    sub_mchid text NOT NULL,
    receiver_id bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('added', 'refused', 'retiring')),
    used_at timestamptz NOT NULL,
    retry_at timestamptz,
    PRIMARY KEY (market_code, sub_mchid, receiver_id),
    CONSTRAINT refused_for_a_time CHECK ((state = 'refused') = (retry_at IS NOT NULL))
);
CREATE INDEX receivers_by_use ON receivers (market_code, sub_mchid, used_at) WHERE state = 'added';

-- Why somebody could not be paid, and from when it may be tried again (null: at any time). What a
-- person is owed stands in the ledger alone (their WALLET account); a payee's account also holds
-- what newer orders still hold back, so `overdue_fen` says how much of it is late.
CREATE TABLE carried (
    market_code integer NOT NULL,
    account_id bigint NOT NULL,
    reason text NOT NULL,
    retry_at timestamptz,
    overdue_fen bigint NOT NULL CHECK (overdue_fen >= 0),
    PRIMARY KEY (market_code, account_id)
);
