-- The claims (or whatever a pool's program keeps) of settled bills that anybody asked to have back:
-- only these were ever held.
SELECT DISTINCT coalesce(j.evidence ->> 'own_claim_no', j.evidence ->> 'own_no')::bigint
FROM refunds AS r
JOIN journals AS j ON j.market_code = $1 AND j.kind = 1 AND j.subject_id = r.order_id
WHERE r.market_code = $1
