-- The newest $7 lines of the accounts $2 in market $1 within a period ($3 to $4), after the line of
-- journal $5 and account $6 where they are given: each with its bill, the parts of its settlement, and,
-- for what a bill earned, how its own payout went.
SELECT e.account_id, e.seq, e.posted_at, e.kind, e.fen, e.nature, e.withheld_bp,
       b.order_id, o.merchant_no, o.amount_fen, o.coupon_fen, o.discount_bp, o.book_no, o.parties,
       (SELECT j.evidence ->> 'parts' FROM journals AS j
        WHERE e.kind = 1 AND j.market_code = $1 AND j.seq = e.seq) AS parts,
       paid.payouts, paid.under_way, paid.got_fen, back.fen AS back_fen
FROM earnings AS e
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN e.kind = 1 THEN e.subject_id
        WHEN e.kind IN (2, 3) THEN (SELECT p.order_id FROM payouts AS p
                                    WHERE p.market_code = $1 AND p.payout_id = e.subject_id)
        WHEN e.kind = 4 THEN (SELECT r.order_id FROM refunds AS r
                              WHERE r.market_code = $1 AND r.refund_id = e.subject_id)
    END AS order_id
) AS b
LEFT JOIN orders AS o ON o.market_code = $1 AND o.order_id = b.order_id
LEFT JOIN LATERAL (
    SELECT count(DISTINCT p.payout_id) AS payouts,
           coalesce(bool_or(leg.result = 'PENDING')
                    OR (bool_or(leg.result = 'OWN') AND NOT bool_or(p.step = 'unfreeze')), false)
               AS under_way,
           coalesce(sum(leg.fen) FILTER (WHERE leg.result = 'SUCCESS'), 0)::bigint AS got_fen
    FROM payouts AS p
    LEFT JOIN LATERAL unnest(p.accounts, p.amounts, p.results) AS leg (account_id, fen, result)
        ON leg.account_id = e.account_id
    WHERE p.market_code = $1 AND p.order_id = b.order_id
) AS paid ON e.kind = 1
LEFT JOIN LATERAL (
    SELECT coalesce(sum(leg.fen), 0)::bigint AS fen
    FROM refunds AS r
    JOIN journals AS j ON j.market_code = $1 AND j.kind = 4 AND j.subject_id = r.refund_id
    CROSS JOIN LATERAL unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE r.market_code = $1 AND r.order_id = b.order_id AND leg.account_id = e.account_id
) AS back ON e.kind = 1
WHERE e.market_code = $1 AND e.account_id = ANY($2::bigint[])
    AND e.posted_at >= $3 AND e.posted_at < $4
    AND ($5::bigint IS NULL OR (e.seq, e.account_id) < ($5, $6::bigint))
ORDER BY e.seq DESC, e.account_id DESC
LIMIT $7
