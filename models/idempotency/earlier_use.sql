SELECT request_hash, subject_id
FROM idempotency_keys
WHERE market_code = $1 AND owner = $2 AND key = $3
