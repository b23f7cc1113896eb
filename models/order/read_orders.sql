SELECT o.market_code, o.order_id, o.state, o.amount_fen - o.coupon_fen, o.sub_mchid, o.transaction_id
FROM unnest($1::integer[], $2::bigint[]) AS asked (market_code, order_id)
JOIN orders AS o ON o.market_code = asked.market_code AND o.order_id = asked.order_id
