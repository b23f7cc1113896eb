-- One bill with its rule book's hash and, once it is settled, its settlement's evidence.
SELECT o.order_id, o.merchant_no, o.consumer_no, o.amount_fen, o.refunded_fen, o.discount_bp,
       o.tier, o.book_no, o.parties, o.coupon_fen, o.paid_at, b.hash AS book_hash,
       j.evidence::text AS evidence
FROM orders AS o
LEFT JOIN rule_books AS b ON b.market_code = $1 AND b.book_no = o.book_no
LEFT JOIN journals AS j ON j.market_code = $1 AND j.kind = 1 AND j.subject_id = o.order_id
WHERE o.market_code = $1 AND o.order_id = $2
