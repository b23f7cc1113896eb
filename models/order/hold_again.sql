-- An order that was closed while WeChat took its part: its coupons are held again as far as the purse
-- still has them, and the bill is no more than what is paid.
WITH crossed AS MATERIALIZED (
    SELECT market_code, order_id, consumer_no, coupon_fen FROM orders
    WHERE market_code = $1 AND order_id = $2 AND state = 'closed' AND coupon_fen > 0
    FOR UPDATE
),
purse AS MATERIALIZED (
    SELECT p.market_code, p.holder_no,
           least(crossed.coupon_fen, p.received_fen - p.spent_fen - p.held_fen) AS fen
    FROM crossed
    JOIN coupon_purses AS p
        ON p.market_code = crossed.market_code AND p.holder_no = crossed.consumer_no
    FOR UPDATE OF p
),
held AS (
    UPDATE coupon_purses AS p SET held_fen = p.held_fen + purse.fen
    FROM purse
    WHERE p.market_code = purse.market_code AND p.holder_no = purse.holder_no
)
UPDATE orders AS o
SET amount_fen = o.amount_fen - o.coupon_fen + purse.fen, coupon_fen = purse.fen
FROM purse
WHERE o.market_code = $1 AND o.order_id = $2
