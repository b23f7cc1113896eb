-- What the midnight of day $2 brought to consumers, and what of it covered debts.
INSERT INTO weekday_shares (market_code, day, release_id, released_at, consumer_no, fen, covered_fen)
SELECT $1::integer, $2::date, $3::bigint, $4::timestamptz, *
FROM unnest($5::bigint[], $6::bigint[], $7::bigint[])
