-- An order says how much of it was refunded: all that stores and bills have approved.
SELECT o.order_id, format('refunded %s, approved %s', o.refunded_fen, coalesce(r.fen, 0))
FROM orders AS o
LEFT JOIN (
    SELECT order_id, sum(amount_fen) AS fen FROM refunds
    WHERE market_code = $1 AND state IN ('approved', 'posted', 'finished')
    GROUP BY order_id
) AS r USING (order_id)
WHERE o.market_code = $1 AND o.refunded_fen <> coalesce(r.fen, 0)
