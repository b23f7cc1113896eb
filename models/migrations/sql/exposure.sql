-- Where stores are. `spot` is longitude and latitude in degrees, as WeChat gives them (GCJ-02);
-- PostgreSQL's own GiST index over points finds those in a box. Where shoppers are is never kept.
CREATE TABLE store_places (
    merchant_no integer PRIMARY KEY REFERENCES merchants,
    market_code integer NOT NULL,
    spot point NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT place_in_the_country CHECK (
        spot[0] BETWEEN 73 AND 136 AND spot[1] BETWEEN 3 AND 54
    )
);
CREATE INDEX store_places_by_spot ON store_places USING gist (spot);

-- The great-circle distance of two spots in metres, on a sphere of the Earth's mean radius.
CREATE FUNCTION metres_between(a point, b point) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT 2 * 6371008.8 * asin(least(1, sqrt(
        power(sin(radians(b[1] - a[1]) / 2), 2)
        + cos(radians(a[1])) * cos(radians(b[1])) * power(sin(radians(b[0] - a[0]) / 2), 2)
    )))
$$;

-- When a store is open, each time somebody said so: `spans` lists [weekday (Monday is 1), minute
-- from, minute to]. Saying the same again confirms it.
CREATE TABLE store_hours (
    market_code integer NOT NULL,
    merchant_no integer NOT NULL REFERENCES merchants,
    version integer NOT NULL CHECK (version > 0),
    spans json NOT NULL,
    said_by bigint NOT NULL,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (market_code, merchant_no, version)
);
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON store_hours
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();

-- For what time a store bought a higher place; it is marked as promoted all that time.
CREATE TABLE promotions (
    market_code integer NOT NULL,
    promotion_id bigint NOT NULL,
    merchant_no integer NOT NULL REFERENCES merchants,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    points integer NOT NULL CHECK (points > 0),
    bought_by bigint NOT NULL,
    bought_at timestamptz NOT NULL CHECK (bought_at <= starts_at),
    PRIMARY KEY (market_code, promotion_id)
);
CREATE INDEX promotions_of_store ON promotions (merchant_no, ends_at);
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON promotions
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();

-- The book of traffic points: what a task brought in a period (its first day), or a promotion took,
-- with the balance after it. Lines are numbered without gaps, added at the end, and never changed.
CREATE TABLE traffic_points (
    market_code integer NOT NULL,
    merchant_no integer NOT NULL REFERENCES merchants,
    seq integer NOT NULL CHECK (seq > 0),
    change integer NOT NULL,
    balance integer NOT NULL CONSTRAINT points_never_below_zero CHECK (balance >= 0),
    task text,
    period date,
    promotion_id bigint,
    evidence json NOT NULL,
    posted_at timestamptz NOT NULL,
    PRIMARY KEY (market_code, merchant_no, seq),
    CONSTRAINT points_for_one_thing CHECK (
        (task IS NULL) = (period IS NULL) AND (task IS NULL) <> (promotion_id IS NULL)
        AND CASE WHEN task IS NULL THEN change < 0 ELSE change > 0 END
    ),
    CONSTRAINT promotion_paid_once UNIQUE (market_code, promotion_id)
);
CREATE UNIQUE INDEX task_rewarded_once ON traffic_points (market_code, merchant_no, task, period)
    WHERE task IS NOT NULL;

CREATE FUNCTION traffic_points_run_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    SELECT seq, balance INTO last FROM traffic_points
    WHERE market_code = NEW.market_code AND merchant_no = NEW.merchant_no
    ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> coalesce(last.seq, 0) + 1
        OR NEW.balance <> coalesce(last.balance, 0) + NEW.change
    THEN
        RAISE EXCEPTION 'line % of the points of store % does not follow from the one before',
            NEW.seq, NEW.merchant_no USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER run_on BEFORE INSERT ON traffic_points
    FOR EACH ROW EXECUTE FUNCTION traffic_points_run_on();
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON traffic_points
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON traffic_points
    EXECUTE FUNCTION ledger_is_written_once();

-- Months whose tasks are all decided; nothing is awarded for them any more.
CREATE TABLE task_months (
    market_code integer NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (market_code, month)
);
