INSERT INTO weekday_claims
    (market_code, claim_no, consumer_no, order_id, merchant_no, opened_on, amount_fen, left_fen,
     discount_fen, fund_fen, least_fen, window_days, whole_cap_fen, partners, cap_fen, received_fen)
SELECT $1::integer, *
FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::integer[], $6::date[], $7::bigint[],
            $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::smallint[],
            $13::bigint[], $14::smallint[], $15::bigint[], $16::bigint[])
