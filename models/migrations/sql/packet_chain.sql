-- A claim: what one bill (and its later bills of the same day) may still receive. It is numbered by
-- the journal that opened it, so a queue's claims are in order of age. The packets that it received
-- stand in the claim itself, oldest first. A claim is also a ledger account: `received_fen` is what
-- journals credited to it, `paid_fen` what payouts debited, and both move with the journal. When a
-- refund lowers the cap, what was received above it is cut from what is not paid yet (`cut_fen`), and
-- what was paid already is taken from the wallet or becomes a debt (`taken_back_fen`).
CREATE TABLE claims (
    market_code integer NOT NULL,
    claim_no bigint NOT NULL,
    queue_id bigint NOT NULL,
    consumer_no bigint NOT NULL,
    order_id bigint NOT NULL,
    opened_on date NOT NULL,
    cap_fen bigint NOT NULL CHECK (cap_fen >= 0),
    received_fen bigint NOT NULL DEFAULT 0,
    paid_fen bigint NOT NULL DEFAULT 0,
    cut_fen bigint NOT NULL DEFAULT 0 CHECK (cut_fen >= 0),
    taken_back_fen bigint NOT NULL DEFAULT 0 CHECK (taken_back_fen BETWEEN 0 AND paid_fen),
    packet_count smallint NOT NULL DEFAULT 0,
    frozen boolean NOT NULL DEFAULT false,
    closed boolean NOT NULL DEFAULT false,
    packet_orders bigint[] NOT NULL DEFAULT '{}',
    packet_fens integer[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (claim_no, market_code),
    CONSTRAINT claim_within_cap CHECK (received_fen - cut_fen - taken_back_fen BETWEEN 0 AND cap_fen),
    CONSTRAINT claim_never_overpaid CHECK (paid_fen BETWEEN 0 AND received_fen - cut_fen),
    CONSTRAINT claim_lists_its_packets CHECK (
        cardinality(packet_orders) = packet_count AND cardinality(packet_fens) = packet_count
        AND packet_count <= 50
    )
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX claims_in_queue ON claims (market_code, queue_id, claim_no) WHERE NOT closed;
-- One claim a consumer, day and queue: splitting a bill never pays. What tells claims apart comes
-- first in all three keys: while the table is empty the planner takes any index that begins with the
-- market, keeps that plan, and would go through a whole market for one claim.
CREATE UNIQUE INDEX claims_one_a_day ON claims (consumer_no, opened_on, queue_id, market_code);
CREATE UNIQUE INDEX claims_of_order ON claims (order_id, market_code);
-- Few were ever overpaid, so whether somebody owes anything is asked of an index that is all but empty.
CREATE INDEX claims_overpaid ON claims (market_code, consumer_no) WHERE taken_back_fen > 0;

-- The name of the state of a market's queues, so that a settler may keep them in memory: whoever
-- changes a claim's cap, place or freedom writes a new name in the same transaction.
CREATE TABLE queue_states (
    market_code integer PRIMARY KEY,
    state bytea NOT NULL
);

-- The commitment to each day's secret seed, published before the day begins (market time).
CREATE TABLE draw_days (
    market_code integer NOT NULL,
    day date NOT NULL,
    commitment bytea NOT NULL CHECK (length(commitment) = 32),
    published_at timestamptz NOT NULL,
    PRIMARY KEY (market_code, day)
);
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON draw_days
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON draw_days
    EXECUTE FUNCTION ledger_is_written_once();
