-- Markets in which the oldest waiting distribution of a store is covered by what the platform owes
-- that store (accounts from $1 on).
SELECT DISTINCT w.market_code
FROM (
    SELECT DISTINCT ON (market_code, merchant_no) market_code, merchant_no, amount_fen
    FROM distributions WHERE state = 'declared'
    ORDER BY market_code, merchant_no, distribution_id
) AS w
JOIN balances AS b ON b.market_code = w.market_code AND b.account_id = $1::bigint + w.merchant_no
WHERE b.balance_fen >= w.amount_fen
ORDER BY 1
