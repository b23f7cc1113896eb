UPDATE orders
SET state = $3
FROM unnest($1::integer[], $2::bigint[]) AS unpaid (market_code, order_id)
WHERE orders.market_code = unpaid.market_code
    AND orders.order_id = unpaid.order_id
    AND orders.state = ANY($4)
RETURNING orders.order_id
