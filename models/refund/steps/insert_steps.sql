INSERT INTO refund_steps (
    market_code, refund_id, created_at, step_id, kind, round, state, out_order_no, receiver_id,
    amount_fen, result, rest_until, last_error
)
SELECT $1::integer, $2::bigint, $3::timestamptz, s.*
FROM unnest(
    $4::bigint[], $5::text[], $6::smallint[], $7::text[], $8::text[], $9::bigint[],
    $10::integer[], $11::text[], $12::timestamptz[], $13::text[]
) AS s
