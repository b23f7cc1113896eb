-- Orders that nobody paid are closed, and the coupons that they held are free again.
WITH closed AS (
    UPDATE orders
    SET state = $3
    FROM unnest($1::integer[], $2::bigint[]) AS unpaid (market_code, order_id)
    WHERE orders.market_code = unpaid.market_code
        AND orders.order_id = unpaid.order_id
        AND orders.state = ANY($4)
    RETURNING orders.market_code, orders.order_id, orders.consumer_no, orders.coupon_fen
),
freed AS (
    UPDATE coupon_purses AS p
    SET held_fen = p.held_fen - held.fen
    FROM (
        SELECT market_code, consumer_no, sum(coupon_fen) AS fen FROM closed
        WHERE coupon_fen > 0 GROUP BY market_code, consumer_no
    ) AS held
    WHERE p.market_code = held.market_code AND p.holder_no = held.consumer_no
)
SELECT order_id FROM closed
