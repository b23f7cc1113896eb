-- The outbox: what was promised in the same transaction as the fact that asks for it. `due_at` is
-- market time; `leased_until`, by when its taker must have come back, is the machine's own. `hand` is
-- the taking in whose hands it is, a number that no other taking ever has; 0 in nobody's.
CREATE SEQUENCE promise_hands;
CREATE TABLE promises (
    market_code integer NOT NULL,
    job text NOT NULL,
    subject_id bigint NOT NULL,
    due_at timestamptz NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    hand bigint NOT NULL DEFAULT 0,
    last_error text,
    leased_until timestamptz,
    PRIMARY KEY (market_code, job, subject_id)
);
CREATE INDEX promises_due ON promises (job, due_at);
