-- WeChat's bills held against the book. A provider's bills span its markets, so files and runs
-- belong to a day and to no market; a break names its market where it is known (0: it is not).

-- The bytes of a bill, once: packed and then sealed, because bills name openids. `hash` is SHA-256
-- over the bill's own bytes.
CREATE TABLE bill_files (
    hash bytea PRIMARY KEY CHECK (length(hash) = 32),
    size bigint NOT NULL CHECK (size > 0),
    sealed bytea NOT NULL,
    key_no smallint NOT NULL
);

-- What WeChat gave as the bill of a day; the newest counts, the older ones stay. No hash: WeChat
-- said that nothing happened.
CREATE TABLE bills (
    day date NOT NULL,
    bill text NOT NULL CHECK (bill IN ('trade', 'split', 'basic', 'operation')),
    fetched_at timestamptz NOT NULL,
    hash bytea REFERENCES bill_files (hash),
    PRIMARY KEY (day, bill, fetched_at)
);

-- A day that was compared, and what was counted last.
CREATE TABLE reconciliations (
    day date PRIMARY KEY,
    runs integer NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    figures json NOT NULL
);

-- A difference between a bill and the book. It is never removed: what is gone is explained.
-- `other_day` is where the other side has it. `facts` hold what a correction needs, nothing personal.
CREATE TABLE reconciliation_breaks (
    break_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day date NOT NULL,
    bill text NOT NULL,
    type text NOT NULL,
    subject text NOT NULL CHECK (length(subject) <= 128),
    nature text NOT NULL,
    market_code integer NOT NULL,
    number bigint NOT NULL,
    ours_fen bigint,
    theirs_fen bigint,
    other_day date,
    detail text NOT NULL,
    facts json NOT NULL,
    owner text NOT NULL CHECK (owner IN ('engineering', 'store', 'wechat', 'operator')),
    correction text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'explained', 'corrected')),
    words text,
    closed_by text,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    closed_at timestamptz,
    CONSTRAINT break_once UNIQUE (day, bill, type, subject),
    CONSTRAINT closed_with_words CHECK (
        (state = 'open') = (words IS NULL) AND (state = 'open') = (closed_by IS NULL)
        AND (state = 'open') = (closed_at IS NULL)
    )
);
CREATE INDEX breaks_open ON reconciliation_breaks (day) WHERE state = 'open';

CREATE FUNCTION reconciliation_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keeps what it has seen: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER kept BEFORE DELETE ON reconciliation_breaks
    FOR EACH ROW EXECUTE FUNCTION reconciliation_keeps();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON bill_files
    FOR EACH ROW EXECUTE FUNCTION reconciliation_keeps();
