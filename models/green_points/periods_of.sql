-- Periods that have ended, the last first, and what each brought holder $2; before the period $3.
SELECT g.period_no, g.started_on, g.ended_on, g.book_no, g.inflow_fen, g.before_fen, g.growth_bp,
       g.pool_fen, g.scheduled_fen AS all_scheduled_fen, g.released_fen AS all_released_fen,
       coalesce(p.scheduled_fen, 0) AS scheduled_fen, coalesce(p.released_fen, 0) AS released_fen,
       coalesce(p.covered_fen, 0) AS covered_fen
FROM green_periods AS g
LEFT JOIN green_parts AS p
    ON p.market_code = $1 AND p.period_no = g.period_no AND p.holder_no = $2
WHERE g.market_code = $1 AND g.ended_on IS NOT NULL
    AND ($3::integer IS NULL OR g.period_no < $3)
ORDER BY g.period_no DESC
LIMIT $4
