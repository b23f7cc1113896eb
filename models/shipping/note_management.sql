-- Remembers for the markets $1 whether WeChat manages their trade ($2), as it said at $3; returns the
-- markets for which it did not before.
WITH before AS (
    SELECT market_code FROM trade_management WHERE market_code = ANY($1::integer[]) AND managed
),
noted AS (
    INSERT INTO trade_management (market_code, managed, asked_at)
    SELECT market_code, $2, $3 FROM unnest($1::integer[]) AS market_code
    ON CONFLICT (market_code) DO UPDATE
        SET managed = excluded.managed, asked_at = excluded.asked_at
    RETURNING market_code, managed
)
SELECT market_code FROM noted
WHERE managed AND market_code NOT IN (SELECT market_code FROM before)
ORDER BY market_code
