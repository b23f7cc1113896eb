-- What WeChat was paid for bills that channels told of, paid in [from, to) or named by their
-- transactions: WeChat knows them by numbers that are not ours.
SELECT o.market_code, o.order_id, o.amount_fen, c.paid_at, o.state, c.transaction_id
FROM channel_orders AS c
JOIN orders AS o ON o.market_code = c.market_code AND o.order_id = c.order_id
WHERE c.market_code = ANY($1::integer[])
    AND ((c.paid_at >= $2 AND c.paid_at < $3) OR c.transaction_id = ANY($4::text[]))
