-- Settled orders without a payout, each with the legs of its settlement (journal kind 1) and of
-- what refunds of it have reversed since (kind 4).
SELECT o.market_code, o.order_id, o.merchant_no, o.sub_mchid, o.transaction_id, o.paid_at,
       o.hold_seconds, o.amount_fen > o.coupon_fen AS by_wechat,
       j.accounts || back.accounts AS accounts, j.amounts || back.amounts AS amounts
FROM unnest($1::integer[], $2::bigint[]) AS asked (market_code, order_id)
JOIN orders AS o ON o.market_code = asked.market_code AND o.order_id = asked.order_id
JOIN journals AS j
    ON j.market_code = asked.market_code AND j.kind = 1 AND j.subject_id = asked.order_id
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(leg.account_id), '{}') AS accounts,
           coalesce(array_agg(leg.fen), '{}') AS amounts
    FROM refunds AS r
    JOIN journals AS k
        ON k.market_code = asked.market_code AND k.kind = 4 AND k.subject_id = r.refund_id
    CROSS JOIN LATERAL unnest(k.accounts, k.amounts) AS leg (account_id, fen)
    WHERE r.market_code = asked.market_code AND r.order_id = asked.order_id
) AS back
WHERE NOT EXISTS (
    SELECT FROM payouts AS p
    WHERE p.market_code = asked.market_code AND p.order_id = asked.order_id
)
-- and not refunded whole, nor on its way to be refunded unless that was given up
AND o.refunded_fen < o.amount_fen
AND NOT EXISTS (
    SELECT FROM refunds AS r
    WHERE r.market_code = asked.market_code AND r.order_id = asked.order_id
        AND r.state IN ('approved', 'posted')
        AND NOT EXISTS (
            SELECT FROM refund_steps AS s
            WHERE s.market_code = asked.market_code AND s.refund_id = r.refund_id
                AND s.state = 'dead_letter'
        )
)
-- and not waiting for WeChat to settle what has to be shipped first
AND NOT EXISTS (
    SELECT FROM shipments AS s
    WHERE s.market_code = asked.market_code AND s.order_id = asked.order_id
        AND s.state <> 'settled'
)
ORDER BY o.market_code, o.paid_at, o.order_id
