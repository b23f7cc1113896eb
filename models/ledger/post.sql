-- Journals appended, the head advanced, balances moved: one statement, so one trip.
-- An upsert would hold the CHECK against the bare movement, so a known account is updated and only
-- an unknown one inserted. The head's row lock makes this the market's only writer. Rows are found
-- one by one by their key and then named by their place: no other order of joining is possible.
WITH appended AS (
    INSERT INTO journals (market_code, seq, kind, subject_id, posted_at, accounts, amounts,
                          evidence, hash)
    SELECT $1::integer, seq, kind, subject_id, $2::timestamptz, accounts::bigint[],
           amounts::bigint[], evidence::json, hash
    FROM unnest($3::text::bigint[], $4::text::smallint[], $5::text::bigint[], $6::text[],
                $7::text[], $8::text[], $9::bytea[])
        AS j (seq, kind, subject_id, accounts, amounts, evidence, hash)
), advanced AS (
    UPDATE ledger_heads SET seq = $12::bigint, hash = $13::bytea
    WHERE market_code = $1
), moved AS (
    SELECT * FROM unnest($10::text::bigint[], $11::text::bigint[]) AS m (account_id, amount_fen)
), updated AS (
    UPDATE balances AS b SET balance_fen = b.balance_fen + moved.amount_fen
    FROM moved CROSS JOIN LATERAL (
        SELECT ctid FROM balances
        WHERE market_code = $1 AND account_id = moved.account_id OFFSET 0
    ) AS found
    WHERE b.ctid = found.ctid
    RETURNING b.account_id
)
INSERT INTO balances (market_code, account_id, balance_fen)
SELECT $1, moved.account_id, moved.amount_fen FROM moved
WHERE moved.account_id NOT IN (SELECT account_id FROM updated)
