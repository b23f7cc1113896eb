-- The oldest paid orders of a market that wait to be settled, each with the hash of its rule book
-- and the name of the present state of the market's queues.
SELECT o.order_id, o.merchant_no, o.consumer_no, o.amount_fen, o.discount_bp, o.tier, o.book_no,
       o.parties, o.hold_seconds, o.paid_at, b.hash AS book_hash,
       (SELECT q.state FROM queue_states AS q WHERE q.market_code = $1) AS queue_state
FROM orders AS o
LEFT JOIN rule_books AS b ON b.market_code = o.market_code AND b.book_no = o.book_no
WHERE o.market_code = $1 AND o.state = 'paid'
ORDER BY o.paid_at, o.order_id
LIMIT $2
