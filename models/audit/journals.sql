-- Every journal of a market from the first on, with the order that a settlement divided.
SELECT j.seq, j.kind, j.subject_id, j.posted_at, j.accounts, j.amounts, j.evidence, j.hash,
       o.order_id, o.merchant_no, o.consumer_no, o.amount_fen, o.discount_bp, o.tier, o.book_no,
       o.parties, o.hold_seconds, o.paid_at, o.coupon_fen
FROM journals AS j
LEFT JOIN orders AS o ON o.market_code = j.market_code AND o.order_id = j.subject_id
    AND j.kind = 1 AND o.paid_at IS NOT NULL
WHERE j.market_code = $1
ORDER BY j.seq
