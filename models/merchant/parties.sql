-- The locker bound to consumer $1 ($2 is the store's own, which a buyer never is to themselves), and
-- the agents in office at $6 of province $3, city $4 and district $5.
SELECT c.locker_payee_no AS bound,
       (SELECT p.payee_no FROM payees AS p
        WHERE p.payee_no = $2 AND p.openid_index IS DISTINCT FROM c.openid_index) AS offered,
       ARRAY(
           SELECT coalesce((
               SELECT a.payee_no FROM region_agents AS a
               WHERE a.region_code = region AND a.effective_from <= $6
                 AND (a.effective_to IS NULL OR a.effective_to > $6)
               ORDER BY a.effective_from DESC LIMIT 1
           ), 0)
           FROM unnest(ARRAY[$3, $4, $5]::integer[]) WITH ORDINALITY AS r (region, n) ORDER BY n
       ) AS agents
FROM consumers AS c
WHERE c.consumer_no = $1
