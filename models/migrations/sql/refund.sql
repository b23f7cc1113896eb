-- A refund: what of a bill goes back to its payer. `state` moves along models/refund/lifecycle.py:
-- a consumer asks, the store decides, what the bill had funded is reversed in the book (posted), and
-- when WeChat has paid everything back it is finished. Times are market time.
CREATE TABLE refunds (
    market_code integer NOT NULL,
    refund_id bigint NOT NULL,
    order_id bigint NOT NULL,
    merchant_no integer NOT NULL,
    consumer_no bigint NOT NULL,
    state text NOT NULL CHECK (
        state IN ('asked', 'declined', 'withdrawn', 'approved', 'posted', 'finished')
    ),
    amount_fen integer NOT NULL CHECK (amount_fen > 0),
    asked_by text NOT NULL CHECK (asked_by IN ('consumer', 'merchant', 'bill')),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 80),
    answer text,
    -- asked before the bill was settled: what it brings is not held yet
    early boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    posted_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (market_code, refund_id)
);
CREATE INDEX refunds_of_order ON refunds (market_code, order_id);
CREATE INDEX refunds_of_merchant ON refunds (market_code, merchant_no, refund_id);
CREATE INDEX refunds_of_consumer ON refunds (market_code, consumer_no, refund_id);
-- One question at a time about one bill, and one refund at a time under way.
CREATE UNIQUE INDEX refund_under_way ON refunds (market_code, order_id)
    WHERE state IN ('asked', 'approved', 'posted');
-- Few are asked for so soon.
CREATE INDEX refunds_early ON refunds (market_code) WHERE early;

-- What WeChat is asked to do for a posted refund, in this order: returns of what merchant accounts
-- had of the split, then the refund itself. A step keeps its number until WeChat has said how it
-- ended; one that is known dead may be followed by another round. `state` moves along
-- models/payout/lifecycle.py. `rest_until` is wire time.
CREATE TABLE refund_steps (
    market_code integer NOT NULL,
    step_id bigint NOT NULL,
    refund_id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('return', 'refund')),
    round smallint NOT NULL CHECK (round BETWEEN 1 AND 20),
    state text NOT NULL CHECK (state IN ('prepared', 'sent', 'finished', 'dead_letter')),
    -- a return: the split it takes from, and whose line of it (as a payout's receiver)
    out_order_no text,
    receiver_id bigint,
    amount_fen integer NOT NULL CHECK (amount_fen > 0),
    -- a refund: how much of it is asked from the order's frozen money; null: not decided yet
    from_frozen_fen integer CHECK (from_frozen_fen BETWEEN 0 AND amount_fen),
    result text NOT NULL DEFAULT 'PENDING',
    asked smallint NOT NULL DEFAULT 0,
    tries smallint NOT NULL DEFAULT 0,
    rest_until timestamptz,
    last_error text,
    -- how staff paid it, where WeChat could not
    words text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (market_code, step_id),
    CONSTRAINT return_names_its_line CHECK (
        (kind = 'return') = (out_order_no IS NOT NULL AND receiver_id IS NOT NULL)
    ),
    CONSTRAINT step_finished_whole CHECK (
        state <> 'finished' OR (finished_at IS NOT NULL AND result <> 'PENDING')
    )
);
CREATE INDEX steps_of_refund ON refund_steps (market_code, refund_id);
CREATE UNIQUE INDEX step_once ON refund_steps
    (market_code, refund_id, kind, round, coalesce(out_order_no, ''), coalesce(receiver_id, 0));
CREATE INDEX steps_dead ON refund_steps (market_code, step_id) WHERE state = 'dead_letter';

-- Records of pools (claims, grants, mints) that were overpaid when a refund lowered their cap, and
-- their holders (a WALLET or a COUPON account). What is owed stands in the record's DEBT account.
CREATE TABLE pool_debts (
    market_code integer NOT NULL,
    record_no bigint NOT NULL,
    holder_id bigint NOT NULL,
    pool_no smallint NOT NULL CHECK (pool_no BETWEEN 1 AND 15),
    PRIMARY KEY (record_no, market_code)
);
CREATE INDEX debts_of_holder ON pool_debts (holder_id, market_code);
