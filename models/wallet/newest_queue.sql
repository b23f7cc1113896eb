-- The queue of the newest claim of consumer $2 in market $1, or the pool, where that is newer; all are
-- numbered by journals.
SELECT queue_id
FROM (
    (SELECT claim_no AS number, queue_id FROM claims
     WHERE market_code = $1 AND consumer_no = $2 ORDER BY claim_no DESC LIMIT 1)
    UNION ALL
    (SELECT claim_no, 2 FROM weekday_claims
     WHERE market_code = $1 AND consumer_no = $2 ORDER BY claim_no DESC LIMIT 1)
    UNION ALL
    (SELECT mint_no, 4 FROM point_mints
     WHERE market_code = $1 AND consumer_no = $2 ORDER BY mint_no DESC LIMIT 1)
) AS newest
ORDER BY number DESC
LIMIT 1
