SELECT payout_id, step, round, state, accounts, receivers, amounts, results, tries, last_error,
       created_at, finished_at
FROM payouts
WHERE market_code = $1 AND order_id = $2
ORDER BY created_at, payout_id
