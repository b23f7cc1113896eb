-- Markets in which, at $1, the oldest waiting distribution of a store is covered by what the platform
-- owes that store.
SELECT DISTINCT market_code
FROM (
    SELECT DISTINCT ON (market_code, merchant_no) market_code, merchant_no, amount_fen
    FROM distributions WHERE state = 'declared'
    ORDER BY market_code, merchant_no, distribution_id
) AS waiting
WHERE owed_past_hold(market_code, merchant_no, $1) >= amount_fen
ORDER BY 1
