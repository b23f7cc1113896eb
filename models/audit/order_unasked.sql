-- An order that nobody has paid yet is promised to be asked about.
SELECT o.order_id, format('opened %s', o.opened_at)
FROM orders AS o
WHERE o.market_code = $1 AND o.state = 'opened' AND NOT EXISTS (
    SELECT FROM promises AS p
    WHERE p.market_code = $1 AND p.job = 'order.ask' AND p.subject_id = o.order_id
)
