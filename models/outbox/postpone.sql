UPDATE promises
SET due_at = $5, last_error = $6, leased_until = NULL
WHERE market_code = $1 AND job = $2 AND subject_id = $3 AND hand = $4
