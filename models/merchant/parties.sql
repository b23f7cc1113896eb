-- The locker bound to consumer $1, whether one may still be bound, and the agents in office at $5 of
-- province $2, city $3 and district $4.
SELECT c.locker_payee_no AS bound,
       NOT EXISTS (SELECT FROM locker_bindings AS b WHERE b.consumer_no = $1) AS free,
       ARRAY(
           SELECT coalesce((
               SELECT a.payee_no FROM region_agents AS a
               WHERE a.region_code = region AND a.effective_from <= $5
                 AND (a.effective_to IS NULL OR a.effective_to > $5)
               ORDER BY a.effective_from DESC LIMIT 1
           ), 0)
           FROM unnest(ARRAY[$2, $3, $4]::integer[]) WITH ORDINALITY AS r (region, n) ORDER BY n
       ) AS agents
FROM consumers AS c
WHERE c.consumer_no = $1
