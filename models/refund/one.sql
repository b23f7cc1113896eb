-- Refund $2.
SELECT refund_id, order_id, merchant_no, consumer_no, state, amount_fen, asked_by, reason, answer,
       created_at, decided_at, posted_at, finished_at
FROM refunds
WHERE market_code = $1 AND refund_id = $2
