-- A transfer that has not ended is promised to be seen to its end, or stands as a dead letter.
SELECT t.transfer_id, format('%s and nobody promised to go on', t.state)
FROM transfers AS t
WHERE t.market_code = $1 AND t.state NOT IN ('finished', 'dead_letter') AND NOT EXISTS (
    SELECT FROM promises AS p
    WHERE p.market_code = $1 AND p.job = 'transfer.drive' AND p.subject_id = t.transfer_id
)
