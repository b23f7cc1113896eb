-- A page of consumer $2's refunds, newest first.
SELECT refund_id, order_id, merchant_no, consumer_no, state, amount_fen, asked_by, reason, answer,
       created_at, decided_at, posted_at, finished_at
FROM refunds
WHERE market_code = $1 AND consumer_no = $2 AND ($3::bigint IS NULL OR refund_id < $3)
ORDER BY refund_id DESC
LIMIT $4
