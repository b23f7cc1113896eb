-- When the hold of a settled bill ends that still has discount to split and no payout.
SELECT o.paid_at + greatest(o.hold_seconds, 60) * interval '1 second'
FROM orders AS o
WHERE o.market_code = $1 AND o.order_id = $2 AND o.state = 'settled'
    AND o.refunded_fen < o.amount_fen
    AND NOT EXISTS (
        SELECT FROM payouts AS p WHERE p.market_code = $1 AND p.order_id = $2
    )
