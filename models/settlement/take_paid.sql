-- The oldest paid orders of a market that wait to be settled.
SELECT order_id, merchant_no, consumer_no, amount_fen, discount_bp, tier, book_no, parties,
       hold_seconds, paid_at
FROM orders
WHERE market_code = $1 AND state = 'paid'
ORDER BY paid_at, order_id
LIMIT $2
