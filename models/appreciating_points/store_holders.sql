-- What a batch made of holders: new ones, and of those that were there points and caps grown.
INSERT INTO point_holders (market_code, consumer_no, since_no, points, owed_points, cap_fen)
SELECT $1::integer, *
FROM unnest($2::text::bigint[], $3::text::bigint[], $4::text::bigint[], $5::text::bigint[],
            $6::text::bigint[])
ON CONFLICT (consumer_no, market_code) DO UPDATE
    SET since_no = excluded.since_no, points = excluded.points,
        owed_points = excluded.owed_points, cap_fen = excluded.cap_fen
