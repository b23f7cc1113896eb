-- Roles that sell: their invitations, the bounty, and what they earned, with the nature of the income.
-- Terms apply forward and are written once: a change is another row.

-- The code by which a consumer brings consumers, or a merchant merchants; `payee_no` is whom it pays.
CREATE TABLE invitations (
    invitation_id bigint PRIMARY KEY,
    consumer_no bigint UNIQUE REFERENCES consumers,
    merchant_no integer UNIQUE REFERENCES merchants,
    payee_no bigint NOT NULL REFERENCES payees,
    created_at timestamptz NOT NULL,
    CONSTRAINT invitation_of_one CHECK (num_nonnulls(consumer_no, merchant_no) = 1)
);

-- What whoever recruits a merchant is given for it, once: for merchants that join from `effective_at`
-- on; market 0 stands for every market without terms of its own. Nothing is given for bills below
-- `least_bill_fen`, and 0 fen is no bounty.
CREATE TABLE bounty_terms (
    market_code integer NOT NULL,
    effective_at timestamptz NOT NULL,
    amount_fen integer NOT NULL CHECK (amount_fen BETWEEN 0 AND 1000000),
    bills smallint NOT NULL CHECK (bills BETWEEN 1 AND 1000),
    consumers smallint NOT NULL CHECK (consumers BETWEEN 1 AND bills),
    least_bill_fen integer NOT NULL CHECK (least_bill_fen > 0),
    PRIMARY KEY (market_code, effective_at)
);
INSERT INTO bounty_terms VALUES (0, '2000-01-01 00:00+08', 5000, 10, 5, 1);

-- What an income is called by those who tax it, whose it can be, and how much of it whoever pays it
-- would have to withhold.
CREATE TABLE income_natures (
    nature text PRIMARY KEY CHECK (nature ~ '^[a-z_]{1,32}$'),
    holder text NOT NULL CHECK (holder IN ('person', 'company')),
    zh text NOT NULL,
    en text NOT NULL
);
INSERT INTO income_natures VALUES
    ('labour', 'person', '劳务报酬所得', 'Remuneration for services of a person'),
    ('business', 'person', '经营所得', 'Business income of a person'),
    ('occasional', 'person', '偶然所得', 'Occasional income of a person'),
    ('service_fee', 'company', '服务费（凭票）', 'Service fee of a company, against its invoice');

CREATE TABLE withholding_rates (
    nature text NOT NULL REFERENCES income_natures,
    effective_at timestamptz NOT NULL,
    withheld_bp integer NOT NULL CHECK (withheld_bp BETWEEN 0 AND 10000),
    PRIMARY KEY (nature, effective_at)
);
INSERT INTO withholding_rates SELECT nature, '2000-01-01 00:00+08', 0 FROM income_natures;

-- The nature of a payee's income from a moment on. Without a row a person's is `labour`, a merchant
-- account's `service_fee`.
CREATE TABLE payee_natures (
    payee_no bigint NOT NULL REFERENCES payees,
    effective_at timestamptz NOT NULL,
    nature text NOT NULL REFERENCES income_natures,
    recorded_by text NOT NULL CHECK (length(recorded_by) BETWEEN 1 AND 64),
    PRIMARY KEY (payee_no, effective_at)
);

-- The statement of every payee: each journal that moved their account, with the nature of the income
-- and the rate of withholding as they then were. Copied from the journals in their order, and proven
-- by the audit; `earnings_read` says up to which journal a market's were copied.
CREATE TABLE earnings (
    market_code integer NOT NULL,
    account_id bigint NOT NULL,
    seq bigint NOT NULL,
    posted_at timestamptz NOT NULL,
    kind smallint NOT NULL,
    subject_id bigint NOT NULL,
    fen bigint NOT NULL CHECK (fen <> 0),
    nature text NOT NULL,
    withheld_bp integer NOT NULL,
    PRIMARY KEY (market_code, account_id, seq)
);
CREATE INDEX earnings_by_time ON earnings (market_code, account_id, posted_at);

CREATE TABLE earnings_read (
    market_code integer PRIMARY KEY,
    seq bigint NOT NULL
);

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['bounty_terms', 'withholding_rates', 'payee_natures', 'earnings'] LOOP
        EXECUTE format('CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON %I'
                       ' FOR EACH ROW EXECUTE FUNCTION ledger_is_written_once()', kept);
        EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I'
                       ' EXECUTE FUNCTION ledger_is_written_once()', kept);
    END LOOP;
END $$;
