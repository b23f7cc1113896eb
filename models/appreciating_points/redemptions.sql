INSERT INTO point_redemptions (market_code, why, day, book_no, created_at, redemption_id,
                               consumer_no, points, price_e8, pool_fen, pool_points, gross_fen,
                               paid_fen, covered_fen)
SELECT $1::integer, $2::text, $3::date, $4::integer, $5::timestamptz, *
FROM unnest($6::text::bigint[], $7::text::bigint[], $8::text::bigint[], $9::text::bigint[],
            $10::text::bigint[], $11::text::bigint[], $12::text::bigint[], $13::text::bigint[],
            $14::text::bigint[])
