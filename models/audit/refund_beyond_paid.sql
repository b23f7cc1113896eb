-- No bill is refunded above what was paid, and WeChat is asked to pay no refund twice.
SELECT max(r.refund_id), format('order %s: paid %s, refunded %s', r.order_id, o.amount_fen,
                                sum(r.amount_fen))
FROM refunds AS r
LEFT JOIN orders AS o
    ON o.market_code = $1 AND o.order_id = r.order_id AND o.paid_at IS NOT NULL
WHERE r.market_code = $1 AND r.state IN ('approved', 'posted', 'finished')
GROUP BY r.order_id, o.amount_fen
HAVING sum(r.amount_fen) > coalesce(o.amount_fen, 0)
UNION ALL
SELECT s.refund_id, format('steps pay %s of %s', sum(s.amount_fen), r.amount_fen)
FROM refund_steps AS s
LEFT JOIN refunds AS r ON r.market_code = $1 AND r.refund_id = s.refund_id
WHERE s.market_code = $1 AND s.kind = 'refund'
    AND NOT (s.state = 'finished' AND s.result NOT IN ('SUCCESS', 'BY_HAND'))
GROUP BY s.refund_id, r.amount_fen
HAVING sum(s.amount_fen) > coalesce(r.amount_fen, 0)
