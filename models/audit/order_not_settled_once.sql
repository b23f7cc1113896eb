-- A settled order has its one journal, and a journal its settled order.
SELECT coalesce(o.order_id, j.subject_id),
       format('state %s, settlement journals %s', o.state, coalesce(j.journals, 0))
FROM (SELECT order_id, state FROM orders WHERE market_code = $1) AS o
FULL JOIN (
    SELECT subject_id, count(*) AS journals FROM journals
    WHERE market_code = $1 AND kind = 1 GROUP BY subject_id
) AS j ON j.subject_id = o.order_id
WHERE (coalesce(o.state, '') = 'settled') <> (j.journals IS NOT NULL) OR j.journals > 1
