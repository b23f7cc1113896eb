-- What bills add to the spending of their consumers.
INSERT INTO weekday_spending AS s (market_code, consumer_no, day, merchant_no, spent_fen)
SELECT $1::integer, *
FROM unnest($2::bigint[], $3::date[], $4::integer[], $5::bigint[])
ON CONFLICT (consumer_no, day, merchant_no, market_code)
DO UPDATE SET spent_fen = s.spent_fen + excluded.spent_fen
