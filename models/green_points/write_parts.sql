INSERT INTO green_parts (market_code, period_no, holder_no, scheduled_fen, released_fen, covered_fen)
SELECT $1::integer, $2::integer, *
FROM unnest($3::text::bigint[], $4::text::bigint[], $5::text::bigint[], $6::text::bigint[])
