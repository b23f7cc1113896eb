-- A page of merchant $2's refunds, newest first; of state $5 only where one is given.
SELECT refund_id, order_id, merchant_no, consumer_no, state, amount_fen, asked_by, reason, answer,
       created_at, decided_at, posted_at, finished_at
FROM refunds
WHERE market_code = $1 AND merchant_no = $2 AND ($3::bigint IS NULL OR refund_id < $3)
    AND ($5::text IS NULL OR state = $5)
ORDER BY refund_id DESC
LIMIT $4
