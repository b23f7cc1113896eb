-- A channel: a shop outside (a mall of ours, a brand's, a chain of supermarkets) that tells us of bills
-- paid at our stores and takes coupons there. It may name the stores listed for it and no others.
CREATE TABLE channels (
    channel_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    market_code integer NOT NULL REFERENCES markets,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    kind text NOT NULL CHECK (kind IN ('own_mall', 'brand_mall', 'supermarket')),
    requests_per_minute integer NOT NULL CHECK (requests_per_minute BETWEEN 1 AND 100000),
    open boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL
);

CREATE TABLE channel_stores (
    channel_no integer NOT NULL REFERENCES channels,
    merchant_no integer NOT NULL REFERENCES merchants,
    PRIMARY KEY (channel_no, merchant_no)
);

-- The keys by which a channel signs, sealed like openids. Two may be active at once, so that one can
-- be replaced by the next without a pause.
CREATE TABLE channel_keys (
    key_id text PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{16}$'),
    channel_no integer NOT NULL REFERENCES channels,
    secret_index text NOT NULL,
    secret_sealed bytea NOT NULL,
    secret_key smallint NOT NULL,
    created_at timestamptz NOT NULL,
    retired_at timestamptz
);
CREATE INDEX keys_of_channel ON channel_keys (channel_no);

-- Nonces seen within the window of the clock (wire time): a request that was signed once is heard once.
CREATE TABLE channel_nonces (
    key_id text NOT NULL,
    nonce text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (key_id, nonce)
);
CREATE INDEX nonces_by_age ON channel_nonces (seen_at);

-- A bill that a channel told of, by the channel's own number; of what WeChat says about it the number
-- at WeChat and the channel's number there. One transaction at WeChat is one bill, whoever names it.
CREATE TABLE channel_orders (
    market_code integer NOT NULL,
    channel_no integer NOT NULL REFERENCES channels,
    order_no text NOT NULL CHECK (order_no ~ '^[A-Za-z0-9_-]{1,64}$'),
    order_id bigint NOT NULL,
    transaction_id text NOT NULL,
    out_trade_no text NOT NULL,
    asked_hash bytea NOT NULL CHECK (length(asked_hash) = 32),
    paid_at timestamptz NOT NULL,
    PRIMARY KEY (channel_no, order_no, market_code)
);
CREATE UNIQUE INDEX channel_transaction_once ON channel_orders (transaction_id, market_code);
CREATE UNIQUE INDEX channel_order_by_id ON channel_orders (order_id, market_code);
CREATE INDEX channel_orders_by_day ON channel_orders (paid_at, market_code);

-- A code that a consumer shows at a till to pay so much with coupons there: once, for some minutes.
-- Of the code itself only its blind index is kept.
CREATE TABLE coupon_codes (
    market_code integer NOT NULL,
    code_index text NOT NULL CHECK (length(code_index) = 64),
    code_id bigint NOT NULL,
    consumer_no bigint NOT NULL,
    fen integer NOT NULL CHECK (fen > 0),
    expires_at timestamptz NOT NULL,
    taken_at timestamptz,
    PRIMARY KEY (code_index, market_code)
);
CREATE UNIQUE INDEX code_by_id ON coupon_codes (code_id, market_code);

-- Coupons that a channel took for such a code, by the channel's own number.
CREATE TABLE coupon_takings (
    market_code integer NOT NULL,
    channel_no integer NOT NULL REFERENCES channels,
    taking_no text NOT NULL CHECK (taking_no ~ '^[A-Za-z0-9_-]{1,64}$'),
    taking_id bigint NOT NULL,
    code_id bigint NOT NULL,
    merchant_no integer NOT NULL,
    consumer_no bigint NOT NULL,
    fen integer NOT NULL CHECK (fen > 0),
    asked_hash bytea NOT NULL CHECK (length(asked_hash) = 32),
    taken_at timestamptz NOT NULL,
    PRIMARY KEY (channel_no, taking_no, market_code)
);
CREATE UNIQUE INDEX taking_of_code ON coupon_takings (code_id, market_code);
CREATE UNIQUE INDEX taking_by_id ON coupon_takings (taking_id, market_code);
