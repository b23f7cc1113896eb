-- An upsert would hold the CHECK against the bare movement, so a known account is updated and only
-- an unknown one inserted. The head's row lock makes this the market's only writer.
WITH moved AS (
    SELECT * FROM unnest($2::bigint[], $3::bigint[]) AS m (account_id, amount_fen)
), updated AS (
    UPDATE balances AS b SET balance_fen = b.balance_fen + moved.amount_fen
    FROM moved
    WHERE b.market_code = $1 AND b.account_id = moved.account_id
    RETURNING b.account_id
)
INSERT INTO balances (market_code, account_id, balance_fen)
SELECT $1, moved.account_id, moved.amount_fen FROM moved
WHERE moved.account_id NOT IN (SELECT account_id FROM updated)
