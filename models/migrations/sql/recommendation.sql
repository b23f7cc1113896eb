-- How a market's recommendations stand: the last night (market day) they were computed in, and from
-- how much. One row a market; `taken_until` (wire time) keeps a second worker away meanwhile.
CREATE TABLE recommendation_nights (
    market_code integer PRIMARY KEY,
    taken_until timestamptz NOT NULL,
    night date,
    fitted_at timestamptz,
    shoppers integer NOT NULL DEFAULT 0 CHECK (shoppers >= 0),
    stores integer NOT NULL DEFAULT 0 CHECK (stores >= 0),
    CONSTRAINT fitted_at_a_moment CHECK ((night IS NULL) = (fitted_at IS NULL))
);

-- Stores that a consumer has not been to, the best first: shoppers of `because_merchant_no`, where
-- the consumer goes, go there too; `shoppers` of them do. A night replaces all rows of its market.
CREATE TABLE recommendations (
    market_code integer NOT NULL,
    consumer_no bigint NOT NULL,
    place smallint NOT NULL CHECK (place > 0),
    merchant_no integer NOT NULL,
    because_merchant_no integer NOT NULL,
    shoppers integer NOT NULL,
    score real NOT NULL CHECK (score > 0),
    night date NOT NULL,
    PRIMARY KEY (market_code, consumer_no, place),
    CONSTRAINT a_store_once UNIQUE (market_code, consumer_no, merchant_no),
    CONSTRAINT because_of_another_store CHECK (because_merchant_no <> merchant_no),
    CONSTRAINT nobody_is_singled_out CHECK (shoppers >= 5)
);

-- Where most people of a market went in the 30 days before its last night.
CREATE TABLE popular_stores (
    market_code integer NOT NULL,
    place smallint NOT NULL CHECK (place > 0),
    merchant_no integer NOT NULL,
    shoppers integer NOT NULL CONSTRAINT not_popular_with_a_few CHECK (shoppers >= 5),
    night date NOT NULL,
    PRIMARY KEY (market_code, place)
);

-- Whether a consumer wants recommendations; who never chose has no row and gets them.
CREATE TABLE recommendation_choices (
    consumer_no bigint PRIMARY KEY,
    wanted boolean NOT NULL,
    chosen_at timestamptz NOT NULL
);
