-- Every settled order was paid out, is being paid out, or is promised to be; unless it was refunded
-- whole, is being refunded, or waits for WeChat to settle what had to be shipped.
SELECT o.order_id, 'neither promised nor begun'
FROM orders AS o
WHERE o.market_code = $1 AND o.state = 'settled' AND o.refunded_fen < o.amount_fen
    AND NOT EXISTS (
        SELECT FROM payouts AS p WHERE p.market_code = $1 AND p.order_id = o.order_id
    )
    AND NOT EXISTS (
        SELECT FROM promises AS p
        WHERE p.market_code = $1 AND p.job = 'payout.send' AND p.subject_id = o.order_id
    )
    AND NOT EXISTS (
        SELECT FROM refunds AS r
        WHERE r.market_code = $1 AND r.order_id = o.order_id AND r.state IN ('approved', 'posted')
    )
    AND NOT EXISTS (
        SELECT FROM shipments AS s
        WHERE s.market_code = $1 AND s.order_id = o.order_id AND s.state <> 'settled'
    )
