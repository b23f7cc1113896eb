INSERT INTO payouts (
    market_code, payout_id, order_id, step, round, state, merchant_no, sub_mchid, transaction_id,
    closes_at, rest_until, last_error, accounts, receivers, amounts, results, created_at,
    finished_at
)
SELECT market_code, payout_id, order_id, step, round, state, merchant_no, sub_mchid, transaction_id,
       closes_at, rest_until, last_error, accounts::bigint[], receivers::bigint[],
       amounts::integer[], results::text[], $1::timestamptz,
       CASE WHEN state = 'finished' THEN $1::timestamptz END
FROM unnest(
    $2::integer[], $3::bigint[], $4::bigint[], $5::text[], $6::smallint[], $7::text[],
    $8::integer[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::text[],
    $14::text[], $15::text[], $16::text[], $17::text[]
) AS p (
    market_code, payout_id, order_id, step, round, state, merchant_no, sub_mchid, transaction_id,
    closes_at, rest_until, last_error, accounts, receivers, amounts, results
)
