-- Refunds with what of their bill is needed to speak of them.
SELECT r.market_code, r.refund_id, r.state, r.asked_by, r.reason, r.amount_fen, r.order_id,
       o.merchant_no, o.tier, o.sub_mchid, o.transaction_id, o.amount_fen AS total_fen
FROM unnest($1::integer[], $2::bigint[]) AS wanted (market_code, refund_id)
JOIN refunds AS r ON r.market_code = wanted.market_code AND r.refund_id = wanted.refund_id
JOIN orders AS o ON o.market_code = r.market_code AND o.order_id = r.order_id
WHERE o.transaction_id IS NOT NULL
ORDER BY r.market_code, r.refund_id
