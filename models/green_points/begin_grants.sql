UPDATE green_grants SET cohort = $2
WHERE market_code = $1 AND cohort IS NULL AND waits_until <= $3
