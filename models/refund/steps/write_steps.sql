UPDATE refund_steps AS s
SET state = w.state, result = w.result, asked = w.asked, tries = w.tries,
    rest_until = w.rest_until, last_error = w.last_error, from_frozen_fen = w.from_frozen_fen,
    finished_at = CASE WHEN w.state = 'finished' THEN $2::timestamptz END
FROM unnest(
    $3::bigint[], $4::text[], $5::text[], $6::smallint[], $7::smallint[], $8::timestamptz[],
    $9::text[], $10::integer[]
) AS w (step_id, state, result, asked, tries, rest_until, last_error, from_frozen_fen)
WHERE s.market_code = $1 AND s.step_id = w.step_id
