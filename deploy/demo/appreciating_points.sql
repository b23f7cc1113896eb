-- What holders have, redeemed and may redeem still, and the pool's points. Points are hundredths.
SELECT coalesce(sum(h.cap_fen - h.redeemed_fen), 0)::bigint AS caps_left_fen,
       count(*) FILTER (WHERE h.points > 0) AS holders,
       coalesce(max(p.points), 0)::bigint AS points,
       coalesce(sum(h.redeemed_points), 0)::bigint AS redeemed_points,
       r.asked, r.asked_fen, r.exits, r.exits_fen,
       coalesce(max(p.first_fen), 0)::bigint AS first_fen
FROM point_holders AS h
LEFT JOIN point_pools AS p ON p.market_code = h.market_code
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE why = 'asked') AS asked,
           coalesce(sum(paid_fen) FILTER (WHERE why = 'asked'), 0)::bigint AS asked_fen,
           count(*) FILTER (WHERE why = 'exit') AS exits,
           coalesce(sum(paid_fen) FILTER (WHERE why = 'exit'), 0)::bigint AS exits_fen
    FROM point_redemptions WHERE market_code = $1
) AS r
WHERE h.market_code = $1
GROUP BY r.asked, r.asked_fen, r.exits, r.exits_fen
