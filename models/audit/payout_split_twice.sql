-- No order is split under two numbers.
SELECT min(payout_id), format('order %s has %s splits', order_id, count(*))
FROM payouts
WHERE market_code = $1 AND step = 'split'
GROUP BY order_id
HAVING count(*) > 1
