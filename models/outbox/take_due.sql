WITH due AS MATERIALIZED (
    SELECT market_code, subject_id
    FROM promises
    WHERE job = $1 AND due_at <= $2 AND (leased_until IS NULL OR leased_until <= now())
    ORDER BY due_at
    LIMIT $3
    FOR UPDATE SKIP LOCKED
)
UPDATE promises
SET leased_until = now() + $4::interval, attempt = attempt + 1,
    hand = nextval('promise_hands')
FROM due
WHERE promises.market_code = due.market_code
    AND promises.job = $1
    AND promises.subject_id = due.subject_id
RETURNING promises.market_code, promises.subject_id, promises.attempt, promises.hand
