-- What WeChat was paid for orders paid in [from, to), or named by their ids; ids are time-ordered, so
-- the key bounds the day. Of orders that coupons paid whole WeChat knows nothing. What channels told of
-- WeChat knows by other numbers, see our_channel_payments.
SELECT market_code, order_id, amount_fen - coupon_fen, paid_at, state
FROM orders AS o
WHERE market_code = ANY($1::integer[])
    AND order_id >= $2 AND order_id < $3
    AND paid_at >= $4 AND paid_at < $5 AND amount_fen > coupon_fen
    AND NOT EXISTS (SELECT 1 FROM channel_orders AS c
                    WHERE c.market_code = o.market_code AND c.order_id = o.order_id)
UNION
SELECT market_code, order_id, amount_fen - coupon_fen, coalesce(paid_at, opened_at), state
FROM orders
WHERE market_code = ANY($1::integer[]) AND order_id = ANY($6::bigint[])
