-- A claim is held only while somebody asks to have one of its bills back.
SELECT c.claim_no, 'held, and nobody asks for a bill of it'
FROM claims AS c
WHERE c.market_code = $1 AND c.frozen AND NOT EXISTS (
    SELECT FROM refunds AS r
    JOIN journals AS j ON j.market_code = $1 AND j.kind = 1 AND j.subject_id = r.order_id
    WHERE r.market_code = $1 AND r.consumer_no = c.consumer_no
        AND r.state IN ('asked', 'approved')
        AND (j.evidence ->> 'own_claim_no')::bigint = c.claim_no
)
UNION ALL
SELECT c.claim_no, 'held on the weekday pool, and nobody asks for its bill'
FROM weekday_claims AS c
WHERE c.market_code = $1 AND c.frozen AND NOT EXISTS (
    SELECT FROM refunds AS r
    WHERE r.market_code = $1 AND r.order_id = c.order_id AND r.state IN ('asked', 'approved')
)
UNION ALL
SELECT g.grant_no, 'points held, and nobody asks for their bill'
FROM green_grants AS g
WHERE g.market_code = $1 AND g.held AND NOT EXISTS (
    SELECT FROM refunds AS r
    WHERE r.market_code = $1 AND r.order_id = g.order_id AND r.state IN ('asked', 'approved')
)
