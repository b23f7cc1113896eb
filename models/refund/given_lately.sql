-- What store $1 has left, since $3, of the discounts of its settled bills.
SELECT coalesce(sum((amount_fen - refunded_fen)::bigint * discount_bp / 10000), 0)::bigint
FROM orders
WHERE merchant_no = $1 AND market_code = $2 AND state = 'settled' AND paid_at >= $3
