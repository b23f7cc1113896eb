-- A period has ended at the beginning of $3.
UPDATE green_periods
SET looked_on = $3, ended_on = $3, book_no = $4, inflow_fen = $5, before_fen = $6,
    growth_bp = $7, pool_fen = $8, scheduled_fen = $9, released_fen = $10
WHERE market_code = $1 AND period_no = $2
