-- A claim on the market's pool: how far one bill may go, and what it had so far, the rebate at once
-- included. It is numbered by the journal that settled its bill, so claims are in order of age. A
-- merchant counts as a partner once the consumer spent `least_fen` there within `window_days`;
-- `partners` is the most that ever counted, and `cap_fen` the discount times that, at most
-- `whole_cap_fen`: it rises when a further partner appears and falls by refunds only, with what is left
-- of the bill (`left_fen`), of which discount and whole cap are. A claim is open while it lacks
-- something; one that was closed opens again when its cap rises.
CREATE TABLE weekday_claims (
    market_code integer NOT NULL,
    claim_no bigint NOT NULL,
    consumer_no bigint NOT NULL,
    order_id bigint NOT NULL,
    merchant_no integer NOT NULL,
    opened_on date NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    left_fen bigint NOT NULL CHECK (left_fen BETWEEN 0 AND amount_fen),
    discount_fen bigint NOT NULL CHECK (discount_fen >= 0),
    fund_fen bigint NOT NULL CHECK (fund_fen >= 0),
    least_fen bigint NOT NULL CHECK (least_fen > 0),
    window_days smallint NOT NULL CHECK (window_days > 0),
    whole_cap_fen bigint NOT NULL CHECK (whole_cap_fen >= 0),
    partners smallint NOT NULL CHECK (partners > 0),
    cap_fen bigint NOT NULL,
    received_fen bigint NOT NULL,
    taken_back_fen bigint NOT NULL DEFAULT 0 CHECK (taken_back_fen BETWEEN 0 AND received_fen),
    frozen boolean NOT NULL DEFAULT false,
    closed boolean NOT NULL GENERATED ALWAYS AS (received_fen - taken_back_fen >= cap_fen) STORED,
    PRIMARY KEY (claim_no, market_code),
    CONSTRAINT weekday_claim_within_cap CHECK (received_fen - taken_back_fen BETWEEN 0 AND cap_fen),
    CONSTRAINT weekday_cap_of_its_partners CHECK (
        cap_fen = least(whole_cap_fen, discount_fen * partners)
    )
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX weekday_claims_open ON weekday_claims (market_code, claim_no) WHERE NOT closed;
CREATE UNIQUE INDEX weekday_claims_of_consumer ON weekday_claims (consumer_no, claim_no, market_code);
CREATE UNIQUE INDEX weekday_claims_of_order ON weekday_claims (order_id, market_code);
-- Most claims never had all partners that they may have; few can have more than they had.
CREATE INDEX weekday_claims_to_rise ON weekday_claims (consumer_no, market_code, partners)
    WHERE cap_fen < whole_cap_fen;
CREATE INDEX weekday_claims_by_day ON weekday_claims (market_code, opened_on);

-- What a consumer spent at a merchant on a day, net of refunds.
CREATE TABLE weekday_spending (
    market_code integer NOT NULL,
    consumer_no bigint NOT NULL,
    day date NOT NULL,
    merchant_no integer NOT NULL,
    spent_fen bigint NOT NULL CHECK (spent_fen >= 0),
    PRIMARY KEY (consumer_no, day, merchant_no, market_code)
) WITH (fillfactor = 70);
CREATE INDEX weekday_spending_by_day ON weekday_spending (market_code, day);

-- The market day whose midnight was the last to be released, the longest window of any claim, and what
-- the last release that was posted found: how many claims lacked how much together.
CREATE TABLE weekday_pools (
    market_code integer PRIMARY KEY,
    released_on date NOT NULL,
    longest_window_days smallint NOT NULL,
    waiting_claims integer NOT NULL DEFAULT 0,
    lacking_fen bigint NOT NULL DEFAULT 0
);

-- What a midnight brought to a consumer: all of it, and what of it covered earlier debts. The claims
-- that it came to stand in the evidence of the release's journal; `release_id` orders it among other
-- movements of money.
CREATE TABLE weekday_shares (
    market_code integer NOT NULL,
    consumer_no bigint NOT NULL,
    day date NOT NULL,
    release_id bigint NOT NULL,
    fen bigint NOT NULL CHECK (fen > 0),
    covered_fen bigint NOT NULL CHECK (covered_fen BETWEEN 0 AND fen),
    released_at timestamptz NOT NULL,
    PRIMARY KEY (consumer_no, day, market_code)
);
