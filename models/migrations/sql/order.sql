CREATE SEQUENCE process_numbers;

-- One bill. What the bill was quoted on (discount, tier, parties, hold) is fixed when it is opened;
-- `book_no` becomes the rule book in force when it was paid; `state` moves only along
-- models/order/lifecycle.py. Of `amount_fen` the payer pays `coupon_fen` with coupons and the rest with
-- WeChat.
CREATE TABLE orders (
    market_code integer NOT NULL,
    order_id bigint NOT NULL,
    merchant_no integer NOT NULL,
    sub_mchid text NOT NULL,
    consumer_no bigint NOT NULL,
    amount_fen integer NOT NULL CHECK (amount_fen BETWEEN 1 AND 100000000),
    coupon_fen integer NOT NULL DEFAULT 0 CHECK (coupon_fen BETWEEN 0 AND amount_fen),
    discount_bp integer NOT NULL CHECK (discount_bp BETWEEN 0 AND 10000),
    tier smallint NOT NULL CHECK (tier BETWEEN 0 AND 15),
    book_no integer NOT NULL,
    parties bigint[] NOT NULL CHECK (cardinality(parties) = 6),
    hold_seconds integer NOT NULL CHECK (hold_seconds >= 60),
    state text NOT NULL CHECK (state IN ('opened', 'paid', 'settled', 'closed')),
    opened_at timestamptz NOT NULL,
    paid_at timestamptz,
    transaction_id text,
    refunded_fen integer NOT NULL DEFAULT 0,
    quote json NOT NULL,
    PRIMARY KEY (market_code, order_id),
    CONSTRAINT paid_means_paid CHECK (
        state IN ('opened', 'closed') OR (paid_at IS NOT NULL AND transaction_id IS NOT NULL)
    ),
    CONSTRAINT refunded_within_paid CHECK (refunded_fen BETWEEN 0 AND amount_fen)
);
CREATE INDEX orders_to_settle ON orders (market_code, paid_at, order_id) WHERE state = 'paid';
CREATE INDEX orders_of_consumer ON orders (consumer_no, market_code, order_id);
CREATE INDEX orders_of_merchant ON orders (merchant_no, market_code, order_id);

-- Every notice that reached us, byte for byte, with what we made of it. Kept whatever it was;
-- what can't be believed is kept under market 0, by the hash of its bytes.
CREATE TABLE callbacks (
    market_code integer NOT NULL,
    callback_id text NOT NULL,
    received_at timestamptz NOT NULL,
    kind text NOT NULL,
    verdict text NOT NULL,
    subject text,
    headers json NOT NULL,
    body bytea NOT NULL CHECK (length(body) <= 65536),
    PRIMARY KEY (market_code, callback_id)
);

-- The answer to a POST that moved something, so that the same key gets the same answer.
CREATE TABLE idempotency_keys (
    market_code integer NOT NULL,
    owner text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
    request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
    subject_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (market_code, owner, key)
);
