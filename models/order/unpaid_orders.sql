SELECT o.market_code, o.order_id, o.sub_mchid, o.opened_at
FROM unnest($1::integer[], $2::bigint[]) AS asked (market_code, order_id)
JOIN orders AS o ON o.market_code = asked.market_code AND o.order_id = asked.order_id
WHERE o.state = $3
