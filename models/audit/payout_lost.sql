-- Every settled order was paid out, is being paid out, or is promised to be.
SELECT o.order_id, 'neither promised nor begun'
FROM orders AS o
WHERE o.market_code = $1 AND o.state = 'settled'
    AND NOT EXISTS (
        SELECT FROM payouts AS p WHERE p.market_code = $1 AND p.order_id = o.order_id
    )
    AND NOT EXISTS (
        SELECT FROM promises AS p
        WHERE p.market_code = $1 AND p.job = 'payout.send' AND p.subject_id = o.order_id
    )
