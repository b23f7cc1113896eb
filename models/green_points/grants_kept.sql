SELECT grant_no, points, scheduled_fen, payer_fen, store_fen, cohort, counted_in IS NOT NULL AS counted
FROM green_grants WHERE market_code = $1
