-- Orders of market $1 that are settled in our book, promised to be paid out and not begun.
INSERT INTO shipments (market_code, order_id)
SELECT o.market_code, o.order_id
FROM promises AS m
JOIN orders AS o ON o.market_code = m.market_code AND o.order_id = m.subject_id
WHERE m.market_code = $1 AND m.job = 'payout.send' AND o.state = 'settled'
    AND NOT EXISTS (
        SELECT FROM payouts AS p WHERE p.market_code = $1 AND p.order_id = o.order_id
    )
ON CONFLICT DO NOTHING
RETURNING order_id
