-- A transfer: carried money on its way to its person (商家转账), under one number at WeChat for ever.
-- `state` moves along models/payout/lifecycle.py; `result` is PENDING, SUCCESS, CANCELLED or why it
-- failed. `package_info` opens the confirmation on the phone until `expires_at`. A real name is kept
-- sealed, and only until the transfer has ended. `rest_until` is wire time, the others market time.
CREATE TABLE transfers (
    market_code integer NOT NULL,
    transfer_id bigint NOT NULL,
    consumer_no bigint NOT NULL,
    fen integer NOT NULL CHECK (fen > 0),
    state text NOT NULL CHECK (
        state IN ('prepared', 'sent', 'waiting', 'cancelling', 'finished', 'dead_letter')
    ),
    result text NOT NULL DEFAULT 'PENDING',
    package_info text,
    expires_at timestamptz,
    cancel_asked boolean NOT NULL DEFAULT false,
    name_index text,
    name_sealed bytea,
    name_key smallint,
    asked smallint NOT NULL DEFAULT 0,
    tries smallint NOT NULL DEFAULT 0,
    rest_until timestamptz,
    last_error text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (market_code, transfer_id),
    CONSTRAINT transfer_finished_whole CHECK (
        (state = 'finished') = (finished_at IS NOT NULL) AND (state = 'finished') = (result <> 'PENDING')
    ),
    CONSTRAINT transfer_forgets_names CHECK (
        num_nonnulls(name_index, name_sealed, name_key) IN (0, 3)
        AND (state <> 'finished' OR name_sealed IS NULL)
    )
);
CREATE INDEX transfers_of_consumer ON transfers (market_code, consumer_no, transfer_id);
CREATE INDEX transfers_by_day ON transfers (market_code, created_at);
CREATE INDEX transfers_dead ON transfers (market_code, transfer_id) WHERE state = 'dead_letter';
-- One at a time: two at once could both be confirmed, and a limit be passed between them.
CREATE UNIQUE INDEX transfer_under_way ON transfers (market_code, consumer_no)
    WHERE state <> 'finished';

-- A sweep: money too small for any rail went from a wallet to the reserve of a queue, where it stays
-- with shoppers, because its person left or the market was closed.
CREATE TABLE sweeps (
    market_code integer NOT NULL,
    sweep_id bigint NOT NULL,
    consumer_no bigint NOT NULL,
    queue_id bigint NOT NULL,
    fen integer NOT NULL CHECK (fen > 0),
    why text NOT NULL CHECK (why IN ('account_closed', 'market_closed')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (market_code, sweep_id)
);
CREATE INDEX sweeps_of_consumer ON sweeps (market_code, consumer_no, sweep_id);
