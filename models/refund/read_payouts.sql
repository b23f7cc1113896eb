-- The payouts of one bill, oldest first.
SELECT payout_id, step, state, accounts, receivers, amounts, results
FROM payouts
WHERE market_code = $1 AND order_id = $2
ORDER BY created_at, payout_id
