-- Coupons that a channel took left their holder's purse for the store (kind 14), once for a code and
-- for exactly its amount, and nothing else did.
WITH expected AS (
    SELECT t.taking_id, leg.account_id, leg.fen
    FROM coupon_takings AS t
    CROSS JOIN LATERAL (VALUES
        ((22::bigint << 48) + t.consumer_no, -t.fen), ((17::bigint << 48) + t.merchant_no, t.fen)
    ) AS leg (account_id, fen)
    WHERE t.market_code = $1
), posted AS (
    SELECT j.subject_id AS taking_id, leg.account_id, leg.fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE j.market_code = $1 AND j.kind = 14
)
SELECT taking_id, format('account %s: expected %s, posted %s', account_id, expected.fen, posted.fen)
FROM expected FULL JOIN posted USING (taking_id, account_id)
WHERE expected.fen IS DISTINCT FROM posted.fen
UNION ALL
SELECT t.taking_id, format('code %s for %s: taken %s', t.code_id, c.fen, t.fen)
FROM coupon_takings AS t
LEFT JOIN coupon_codes AS c ON c.market_code = $1 AND c.code_id = t.code_id
WHERE t.market_code = $1 AND (
    c.fen IS DISTINCT FROM t.fen OR c.consumer_no IS DISTINCT FROM t.consumer_no
    OR c.taken_at IS DISTINCT FROM t.taken_at OR t.taken_at >= c.expires_at
)
