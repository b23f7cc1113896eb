INSERT INTO callbacks
    (market_code, callback_id, received_at, kind, verdict, subject, headers, body)
SELECT market_code, callback_id, received_at, kind, verdict, subject, headers::json, body
FROM unnest(
    $1::integer[], $2::text[], $3::timestamptz[], $4::text[],
    $5::text[], $6::text[], $7::text[], $8::bytea[]
) AS notice (market_code, callback_id, received_at, kind, verdict, subject, headers, body)
ON CONFLICT DO NOTHING
