-- The orders are settled, and their payouts promised for when their hold ends. Where WeChat settles
-- an order only after shipping, it is told of the shipping now, and the payout waits for its
-- answer; of what was paid with coupons alone it knows nothing.
WITH settled AS (
    UPDATE orders SET state = 'settled'
    WHERE market_code = $1 AND order_id = ANY($2::bigint[]) AND state = ANY($3::text[])
    RETURNING order_id, paid_at, hold_seconds, amount_fen > coupon_fen AS by_wechat
),
shipped AS (
    INSERT INTO shipments (market_code, order_id)
    SELECT $1, order_id FROM settled
    WHERE by_wechat AND EXISTS (SELECT FROM trade_management WHERE market_code = $1 AND managed)
    RETURNING order_id
)
INSERT INTO promises (market_code, job, subject_id, due_at)
SELECT $1, 'payout.send', order_id, paid_at + hold_seconds * interval '1 second' FROM settled
UNION ALL
SELECT $1, 'shipping.upload', order_id, settled.paid_at
FROM shipped JOIN settled USING (order_id)
