-- The periods that have ended, the first one first.
SELECT period_no, started_on, ended_on, inflow_fen, growth_bp, scheduled_fen, pool_fen, released_fen
FROM green_periods
WHERE market_code = $1 AND ended_on IS NOT NULL
ORDER BY period_no
