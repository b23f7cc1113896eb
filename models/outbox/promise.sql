INSERT INTO promises (market_code, job, subject_id, due_at)
SELECT $1::integer, $2::text, subject_id, $4::timestamptz
FROM unnest($3::bigint[]) AS subject_id
ON CONFLICT (market_code, job, subject_id) DO UPDATE
    SET due_at = least(promises.due_at, excluded.due_at), attempt = 0, hand = 0, last_error = NULL,
        leased_until = NULL
