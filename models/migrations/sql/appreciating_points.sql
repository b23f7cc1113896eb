-- A market's points: how many are outstanding, the first inflow of their pool (its money is the
-- balance of RESERVE(4)), and the last market day whose exits are done. Points are hundredths.
CREATE TABLE point_pools (
    market_code integer PRIMARY KEY,
    first_fen bigint NOT NULL CHECK (first_fen >= 0),
    points bigint NOT NULL CHECK (points >= 0),
    exited_on date NOT NULL
);

-- A holder: the points held, those owed since a refund found them missing (the next ones minted
-- cover them, so nobody both holds and owes), the most that may ever be redeemed, and what was, net
-- of what refunds took back. `since_no` is the mint with which they began to hold: their age.
CREATE TABLE point_holders (
    market_code integer NOT NULL,
    consumer_no bigint NOT NULL,
    since_no bigint NOT NULL,
    points bigint NOT NULL CHECK (points >= 0),
    owed_points bigint NOT NULL DEFAULT 0 CHECK (owed_points >= 0),
    cap_fen bigint NOT NULL CHECK (cap_fen >= 0),
    redeemed_fen bigint NOT NULL DEFAULT 0,
    redeemed_points bigint NOT NULL DEFAULT 0 CHECK (redeemed_points >= 0),
    PRIMARY KEY (consumer_no, market_code),
    CONSTRAINT redeemed_within_cap CHECK (redeemed_fen BETWEEN 0 AND cap_fen),
    CONSTRAINT holds_or_owes CHECK (points = 0 OR owed_points = 0)
) WITH (fillfactor = 70);
-- No index begins with the market: a planner that knows nothing yet would take it for any question.
CREATE INDEX holders_by_points ON point_holders (points, market_code);

-- What one bill minted, numbered by the journal that settled it: `covered_points` of its points
-- covered what was owed, `burned_points` are those that refunds of the bill made void, and
-- `left_points` is what its holder still has of it. Nothing of it can be redeemed before
-- `matures_at`, nor while it is `held` because somebody asks to have the bill back.
CREATE TABLE point_mints (
    market_code integer NOT NULL,
    mint_no bigint NOT NULL,
    order_id bigint NOT NULL,
    consumer_no bigint NOT NULL,
    price_e8 bigint NOT NULL CHECK (price_e8 > 0),
    points bigint NOT NULL CHECK (points >= 0),
    covered_points bigint NOT NULL CHECK (covered_points BETWEEN 0 AND points),
    burned_points bigint NOT NULL DEFAULT 0 CHECK (burned_points BETWEEN 0 AND points),
    left_points bigint NOT NULL,
    matures_at timestamptz NOT NULL,
    held boolean NOT NULL DEFAULT false,
    PRIMARY KEY (mint_no, market_code),
    CONSTRAINT left_of_what_was_issued CHECK (left_points BETWEEN 0 AND points - covered_points)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX mints_of_order ON point_mints (order_id, market_code);
CREATE INDEX mints_of_holder ON point_mints (consumer_no, market_code, mint_no);

-- Points redeemed: because their holder asked, or as an exit of a market day. `paid_fen` left the
-- pool, `covered_fen` of it covered what refunds had left owing, the rest went to the wallet.
CREATE TABLE point_redemptions (
    market_code integer NOT NULL,
    redemption_id bigint NOT NULL,
    consumer_no bigint NOT NULL,
    why text NOT NULL CHECK (why IN ('asked', 'exit')),
    day date,
    book_no integer NOT NULL,
    points bigint NOT NULL CHECK (points > 0),
    price_e8 bigint NOT NULL,
    pool_fen bigint NOT NULL,
    pool_points bigint NOT NULL,
    gross_fen bigint NOT NULL,
    paid_fen bigint NOT NULL CHECK (paid_fen > 0 AND paid_fen <= gross_fen),
    covered_fen bigint NOT NULL CHECK (covered_fen BETWEEN 0 AND paid_fen),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (redemption_id, market_code),
    CONSTRAINT exits_have_their_day CHECK ((why = 'exit') = (day IS NOT NULL)),
    CONSTRAINT within_what_backs_them CHECK (
        points <= pool_points AND gross_fen::numeric * pool_points <= points::numeric * pool_fen
    )
);
CREATE INDEX redemptions_of_consumer ON point_redemptions (consumer_no, market_code, redemption_id);
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON point_redemptions
    FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once();
