-- Whether WeChat calls our mini program 交易类, as it last said: then it settles an order, and lets it
-- be split, only after it was told that the goods were handed over and the buyer has confirmed.
CREATE TABLE trade_management (
    market_code integer PRIMARY KEY,
    managed boolean NOT NULL,
    asked_at timestamptz NOT NULL
);

-- One order that WeChat settles only after shipping; orders of other programs have no row. `state`
-- moves along models/shipping/lifecycle.py; an order is not paid out before it is settled. Times are
-- market time.
CREATE TABLE shipments (
    market_code integer NOT NULL,
    order_id bigint NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'uploaded', 'settled', 'dead_letter')),
    last_error text,
    uploaded_at timestamptz,
    settled_at timestamptz,
    PRIMARY KEY (market_code, order_id),
    CONSTRAINT settled_at_a_moment CHECK ((state = 'settled') = (settled_at IS NOT NULL))
);
-- WeChat's events name an order and no market.
CREATE INDEX shipments_by_order ON shipments (order_id);
CREATE INDEX shipments_dead ON shipments (market_code, order_id) WHERE state = 'dead_letter';
