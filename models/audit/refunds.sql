-- Every posted refund, with its own evidence, its bill, and what the bill's settlement said.
SELECT j.subject_id, r.amount_fen AS wanted_fen, j.evidence::text, s.evidence::text,
       s.evidence ->> 'program' AS program,
       o.order_id, o.merchant_no, o.consumer_no, o.amount_fen, o.discount_bp,
       o.tier, o.book_no, o.parties, o.hold_seconds, o.paid_at, o.coupon_fen
FROM journals AS j
LEFT JOIN refunds AS r ON r.market_code = $1 AND r.refund_id = j.subject_id
LEFT JOIN orders AS o
    ON o.market_code = $1 AND o.order_id = r.order_id AND o.paid_at IS NOT NULL
LEFT JOIN journals AS s ON s.market_code = $1 AND s.kind = 1 AND s.subject_id = o.order_id
WHERE j.market_code = $1 AND j.kind = 4
