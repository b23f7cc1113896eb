-- What an answer made of transfers; a real name is forgotten when its transfer has ended.
UPDATE transfers AS t
SET state = w.state, result = w.result, package_info = w.package_info, expires_at = w.expires_at,
    asked = w.asked, tries = w.tries, rest_until = w.rest_until, last_error = w.last_error,
    finished_at = w.finished_at,
    name_index = CASE WHEN w.state <> 'finished' THEN t.name_index END,
    name_sealed = CASE WHEN w.state <> 'finished' THEN t.name_sealed END,
    name_key = CASE WHEN w.state <> 'finished' THEN t.name_key END
FROM unnest(
    $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::smallint[],
    $8::smallint[], $9::timestamptz[], $10::text[], $11::timestamptz[]
) AS w (
    transfer_id, state, result, package_info, expires_at, asked, tries, rest_until, last_error,
    finished_at
)
WHERE t.market_code = $1 AND t.transfer_id = w.transfer_id
