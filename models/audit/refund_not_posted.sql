-- A posted refund has its one journal (kind 4), and a journal its posted refund.
SELECT coalesce(r.refund_id, j.subject_id),
       format('state %s, journals %s', r.state, coalesce(j.journals, 0))
FROM (SELECT refund_id, state FROM refunds WHERE market_code = $1) AS r
FULL JOIN (
    SELECT subject_id, count(*) AS journals FROM journals
    WHERE market_code = $1 AND kind = 4 GROUP BY subject_id
) AS j ON j.subject_id = r.refund_id
WHERE (coalesce(r.state, '') IN ('posted', 'finished')) <> (j.journals IS NOT NULL)
