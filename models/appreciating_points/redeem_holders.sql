UPDATE point_holders AS h
SET points = u.points, redeemed_fen = u.redeemed_fen, redeemed_points = u.redeemed_points
FROM unnest($2::text::bigint[], $3::text::bigint[], $4::text::bigint[], $5::text::bigint[])
    AS u (consumer_no, points, redeemed_fen, redeemed_points)
WHERE h.market_code = $1 AND h.consumer_no = u.consumer_no
