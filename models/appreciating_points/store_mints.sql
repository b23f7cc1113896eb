-- The mints of a batch; of each everything that was issued is left.
INSERT INTO point_mints (market_code, mint_no, order_id, consumer_no, price_e8, points,
                         covered_points, left_points, matures_at)
SELECT $1::integer, mint_no, order_id, consumer_no, price_e8, points, covered_points,
       points - covered_points, matures_at
FROM unnest($2::text::bigint[], $3::text::bigint[], $4::text::bigint[], $5::text::bigint[],
            $6::text::bigint[], $7::text::bigint[], $8::timestamptz[])
    AS m (mint_no, order_id, consumer_no, price_e8, points, covered_points, matures_at)
