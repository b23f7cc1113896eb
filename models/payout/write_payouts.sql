UPDATE payouts AS p
SET state = w.state, results = w.results::text[], asked = w.asked, tries = w.tries,
    rest_until = w.rest_until, last_error = w.last_error,
    finished_at = CASE WHEN w.state = 'finished' THEN $2::timestamptz END
FROM unnest(
    $3::bigint[], $4::text[], $5::text[], $6::smallint[], $7::smallint[], $8::timestamptz[],
    $9::text[]
) AS w (payout_id, state, results, asked, tries, rest_until, last_error)
WHERE p.market_code = $1 AND p.payout_id = w.payout_id
