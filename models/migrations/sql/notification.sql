-- What one person (a consumer, or a member of a merchant's staff) allows us to tell them. `quota` is
-- what WeChat said was accepted less what was spent or is set aside for planned messages; `hinted` is
-- one acceptance that the app reported and WeChat has not confirmed yet, which may be spent ahead
-- (hence -1). `untold_count` is what could not be told for want of either.
CREATE TABLE notification_choices (
    program text NOT NULL CHECK (program IN ('consumer', 'merchant')),
    person_no bigint NOT NULL,
    template text NOT NULL,
    wanted boolean NOT NULL DEFAULT true,
    quota integer NOT NULL DEFAULT 0 CHECK (quota >= -1),
    hinted smallint NOT NULL DEFAULT 0 CHECK (hinted IN (0, 1)),
    answered_at timestamptz,
    refused_at timestamptz,
    told_count bigint NOT NULL DEFAULT 0,
    untold_count bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (program, person_no, template)
);

-- One subscribe message. `subject` is what it is about, once for a person and template: an order, a
-- refund, or the market day of a digest, which grows until it is sent. `state` moves along
-- models/notification/lifecycle.py. Every message has an acceptance set aside for it, so there are
-- never more of them than people allowed. Times are market time.
CREATE TABLE messages (
    market_code integer NOT NULL,
    message_id bigint NOT NULL,
    program text NOT NULL CHECK (program IN ('consumer', 'merchant')),
    person_no bigint NOT NULL,
    template text NOT NULL,
    subject text NOT NULL,
    state text NOT NULL DEFAULT 'planned'
        CHECK (state IN ('planned', 'sent', 'refused', 'failed', 'withdrawn')),
    amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
    counted integer NOT NULL DEFAULT 1 CHECK (counted > 0),
    merchant_no integer,
    words text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    tries smallint NOT NULL DEFAULT 0,
    last_error text,
    wechat_id text,
    PRIMARY KEY (market_code, message_id),
    CONSTRAINT told_once UNIQUE (market_code, program, person_no, template, subject),
    CONSTRAINT ended_at_a_moment CHECK ((state = 'planned') = (ended_at IS NULL))
);
CREATE INDEX messages_of_person ON messages (program, person_no, message_id);
CREATE INDEX messages_by_wechat_id ON messages (wechat_id) WHERE wechat_id IS NOT NULL;

-- How far the journals of a market were looked through for something to tell.
CREATE TABLE notification_cursors (
    market_code integer PRIMARY KEY,
    seq bigint NOT NULL
);

-- Templates that WeChat knows no more (40037), by WeChat's own id: nothing is planned for them until
-- the settings name another id. An operator has to look.
CREATE TABLE withdrawn_templates (
    template_id text PRIMARY KEY,
    template text NOT NULL,
    withdrawn_at timestamptz NOT NULL
);

-- Refunds that ended lately, for those who may be told.
CREATE INDEX refunds_ended ON refunds (market_code, (coalesce(finished_at, decided_at)))
    WHERE state IN ('finished', 'declined');
-- Steps that have not ended, among which are those that a store's account is short for.
CREATE INDEX refund_steps_open ON refund_steps (market_code, created_at) WHERE state <> 'finished';
