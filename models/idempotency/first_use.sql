INSERT INTO idempotency_keys (market_code, owner, key, request_hash, subject_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
RETURNING subject_id
