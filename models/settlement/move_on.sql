-- The orders are settled, and their payouts promised for when their hold ends.
WITH settled AS (
    UPDATE orders SET state = 'settled'
    WHERE market_code = $1 AND order_id = ANY($2::bigint[]) AND state = ANY($3::text[])
    RETURNING order_id, paid_at, hold_seconds
)
INSERT INTO promises (market_code, job, subject_id, due_at)
SELECT $1, 'payout.send', order_id, paid_at + hold_seconds * interval '1 second' FROM settled
