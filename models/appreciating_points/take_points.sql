UPDATE point_mints AS m SET left_points = m.left_points - u.points
FROM unnest($2::text::bigint[], $3::text::bigint[]) AS u (mint_no, points)
WHERE m.market_code = $1 AND m.mint_no = u.mint_no
