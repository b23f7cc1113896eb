SELECT market_code, transfer_id, consumer_no, fen, state, created_at, result, package_info, expires_at,
       cancel_asked, name_index, name_sealed, name_key, asked, tries, rest_until, last_error, finished_at
FROM transfers
WHERE market_code = $1 AND consumer_no = $2 AND ($3::bigint IS NULL OR transfer_id < $3)
ORDER BY transfer_id DESC
LIMIT $4
