-- Refunds with what of their bill is needed to speak of them; once one is posted, its journal says
-- what of it are coupons, and whose reserve it changed.
SELECT r.market_code, r.refund_id, r.state, r.asked_by, r.reason, r.order_id,
       r.amount_fen - coalesce((j.evidence ->> 'coupon_fen')::integer, 0) AS cash_fen,
       coalesce((j.evidence ->> 'queue_id')::bigint, o.merchant_no::bigint * 16 + o.tier)
           AS queue_id,
       o.merchant_no, o.sub_mchid, o.transaction_id, o.amount_fen - o.coupon_fen AS total_fen
FROM unnest($1::integer[], $2::bigint[]) AS wanted (market_code, refund_id)
JOIN refunds AS r ON r.market_code = wanted.market_code AND r.refund_id = wanted.refund_id
JOIN orders AS o ON o.market_code = r.market_code AND o.order_id = r.order_id
LEFT JOIN journals AS j
    ON j.market_code = r.market_code AND j.kind = 4 AND j.subject_id = r.refund_id
WHERE o.paid_at IS NOT NULL
ORDER BY r.market_code, r.refund_id
