-- What the midnight of day $2 brought to consumers, and what of it covered debts.
INSERT INTO weekday_shares (market_code, day, released_at, consumer_no, fen, covered_fen)
SELECT $1::integer, $2::date, $3::timestamptz, *
FROM unnest($4::bigint[], $5::bigint[], $6::bigint[])
