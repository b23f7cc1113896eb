-- No bill is refunded above what was paid, and WeChat is asked to pay no refund twice, nor what went
-- back as coupons.
SELECT max(r.refund_id), format('order %s: paid %s, refunded %s', r.order_id, o.amount_fen,
                                sum(r.amount_fen))
FROM refunds AS r
LEFT JOIN orders AS o
    ON o.market_code = $1 AND o.order_id = r.order_id AND o.paid_at IS NOT NULL
WHERE r.market_code = $1 AND r.state IN ('approved', 'posted', 'finished')
GROUP BY r.order_id, o.amount_fen
HAVING sum(r.amount_fen) > coalesce(o.amount_fen, 0)
UNION ALL
SELECT s.refund_id, format('steps pay %s of %s', sum(s.amount_fen), r.cash_fen)
FROM refund_steps AS s
LEFT JOIN (
    SELECT refund_id, amount_fen - coalesce((j.evidence ->> 'coupon_fen')::integer, 0) AS cash_fen
    FROM refunds
    LEFT JOIN journals AS j ON j.market_code = $1 AND j.kind = 4 AND j.subject_id = refund_id
    WHERE refunds.market_code = $1
) AS r ON r.refund_id = s.refund_id
WHERE s.market_code = $1 AND s.kind = 'refund'
    AND NOT (s.state = 'finished' AND s.result NOT IN ('SUCCESS', 'BY_HAND'))
GROUP BY s.refund_id, r.cash_fen
HAVING sum(s.amount_fen) > coalesce(r.cash_fen, 0)
