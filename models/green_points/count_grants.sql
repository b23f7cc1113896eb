UPDATE green_grants SET counted_in = $2
WHERE market_code = $1 AND counted_in IS NULL AND paid_at < $3
