-- What a bill brought its payer and its store alike: points, in hundredths, worth its discount. Its
-- `fund_fen` counts as inflow of the period `counted_in`; from the period `cohort` on, once
-- `waits_until` has passed, the points follow a schedule (cohort, book). What each side is scheduled
-- so far is `scheduled_fen`; released to the payer were `payer_fen`, to the store `store_fen`. A
-- refund lowers all of them, and points with them; while one is asked for, the grant is held.
CREATE TABLE green_grants (
    market_code integer NOT NULL,
    grant_no bigint NOT NULL,
    order_id bigint NOT NULL,
    consumer_no bigint NOT NULL,
    merchant_no integer NOT NULL,
    book_no integer NOT NULL,
    points bigint NOT NULL CHECK (points >= 0),
    cap_multiple smallint NOT NULL CHECK (cap_multiple > 0),
    fund_fen bigint NOT NULL CHECK (fund_fen >= 0),
    paid_at timestamptz NOT NULL,
    waits_until timestamptz NOT NULL,
    counted_in integer,
    cohort integer,
    scheduled_fen bigint NOT NULL DEFAULT 0,
    payer_fen bigint NOT NULL DEFAULT 0,
    store_fen bigint NOT NULL DEFAULT 0,
    held boolean NOT NULL DEFAULT false,
    PRIMARY KEY (market_code, grant_no),
    CONSTRAINT scheduled_within_cap CHECK (scheduled_fen BETWEEN 0 AND points * cap_multiple),
    CONSTRAINT released_within_schedule CHECK (
        payer_fen BETWEEN 0 AND scheduled_fen AND store_fen BETWEEN 0 AND scheduled_fen
    )
) WITH (fillfactor = 70);
-- A grant is found by its key even where plans are made before there are any: so no other index begins
-- with the market.
CREATE INDEX grants_to_count ON green_grants (paid_at, market_code) WHERE counted_in IS NULL;
CREATE INDEX grants_to_begin ON green_grants (waits_until, market_code) WHERE cohort IS NULL;
CREATE INDEX grants_of_cohort ON green_grants (cohort, book_no, market_code);
CREATE INDEX grants_of_consumer ON green_grants (consumer_no, market_code, grant_no);
CREATE INDEX grants_of_store ON green_grants (merchant_no, market_code, grant_no);

-- How far the grants have come that began at the end of one period under one book: the last step and
-- the reach, in parts of 10^12 of the points (models/rulebook/schedule.py), and after how many periods.
CREATE TABLE green_schedules (
    market_code integer NOT NULL,
    cohort integer NOT NULL,
    book_no integer NOT NULL,
    step bigint NOT NULL CHECK (step >= 0),
    reach bigint NOT NULL CHECK (reach >= 0),
    periods smallint NOT NULL CHECK (periods >= 0),
    over boolean NOT NULL DEFAULT false,
    PRIMARY KEY (market_code, cohort, book_no)
);

-- The periods of a market, one of them open. `looked_on` is the last day at whose beginning somebody
-- asked whether it ends. The rest is what its end has found and brought; `released_fen` is never more
-- than was scheduled, nor than lay in the pool.
CREATE TABLE green_periods (
    market_code integer NOT NULL,
    period_no integer NOT NULL CHECK (period_no > 0),
    started_on date NOT NULL,
    looked_on date NOT NULL,
    ended_on date,
    book_no integer,
    inflow_fen bigint,
    before_fen bigint,
    growth_bp integer,
    pool_fen bigint,
    scheduled_fen bigint,
    released_fen bigint,
    PRIMARY KEY (market_code, period_no),
    CONSTRAINT period_ended_whole CHECK (
        num_nulls(ended_on, book_no, inflow_fen, before_fen, growth_bp, pool_fen, scheduled_fen,
                  released_fen) IN (0, 8)
    ),
    CONSTRAINT released_is_funded CHECK (
        released_fen BETWEEN 0 AND scheduled_fen AND released_fen <= pool_fen
    )
);
CREATE UNIQUE INDEX period_open ON green_periods (market_code) WHERE ended_on IS NULL;

-- What the end of a period brought a holder of points (a consumer, or a store 2^40 above its number):
-- scheduled, released of it as far as the pool reached, and of that what covered debts.
CREATE TABLE green_parts (
    market_code integer NOT NULL,
    period_no integer NOT NULL,
    holder_no bigint NOT NULL,
    scheduled_fen bigint NOT NULL,
    released_fen bigint NOT NULL CHECK (released_fen BETWEEN 0 AND scheduled_fen),
    covered_fen bigint NOT NULL CHECK (covered_fen BETWEEN 0 AND released_fen),
    PRIMARY KEY (market_code, period_no, holder_no)
);
CREATE INDEX parts_of_holder ON green_parts (holder_no, market_code, period_no);
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON green_parts
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
