-- Settled orders without a payout, each with the legs of its settlement (journal kind 1).
SELECT o.market_code, o.order_id, o.merchant_no, o.sub_mchid, o.transaction_id, o.paid_at,
       o.hold_seconds, j.accounts, j.amounts
FROM unnest($1::integer[], $2::bigint[]) AS asked (market_code, order_id)
JOIN orders AS o ON o.market_code = asked.market_code AND o.order_id = asked.order_id
JOIN journals AS j
    ON j.market_code = asked.market_code AND j.kind = 1 AND j.subject_id = asked.order_id
WHERE NOT EXISTS (
    SELECT FROM payouts AS p
    WHERE p.market_code = asked.market_code AND p.order_id = asked.order_id
)
-- and not waiting for WeChat to settle what has to be shipped first
AND NOT EXISTS (
    SELECT FROM shipments AS s
    WHERE s.market_code = asked.market_code AND s.order_id = asked.order_id
        AND s.state <> 'settled'
)
ORDER BY o.market_code, o.paid_at, o.order_id
