-- The refunds of one bill, oldest first, each with its journal's evidence once it is posted.
SELECT r.refund_id, r.state, r.amount_fen, j.evidence::text AS evidence
FROM refunds AS r
LEFT JOIN journals AS j ON j.market_code = $1 AND j.kind = 4 AND j.subject_id = r.refund_id
WHERE r.market_code = $1 AND r.order_id = $2
ORDER BY r.refund_id
