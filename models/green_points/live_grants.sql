-- The grants whose schedules are not over, the oldest first.
SELECT g.grant_no, g.points, g.cohort, g.book_no, g.scheduled_fen, g.consumer_no, g.merchant_no, g.held
FROM green_schedules AS s
JOIN green_grants AS g
    ON g.market_code = $1 AND g.cohort = s.cohort AND g.book_no = s.book_no AND g.points > 0
WHERE s.market_code = $1 AND NOT s.over
ORDER BY g.grant_no
