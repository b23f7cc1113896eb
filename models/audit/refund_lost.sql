-- A refund that was approved is promised to be seen to its end, or waits for somebody to look at
-- it.
SELECT r.refund_id, format('%s and nobody promised to go on', r.state)
FROM refunds AS r
WHERE r.market_code = $1 AND r.state IN ('approved', 'posted')
    AND NOT EXISTS (
        SELECT FROM promises AS p
        WHERE p.market_code = $1 AND p.job = 'refund.drive' AND p.subject_id = r.refund_id
    )
    AND NOT EXISTS (
        SELECT FROM refund_steps AS s
        WHERE s.market_code = $1 AND s.refund_id = r.refund_id AND s.state = 'dead_letter'
    )
