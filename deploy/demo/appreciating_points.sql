-- What holders have, redeemed and may redeem still, and the pool's points. Points are hundredths.
WITH holders AS (
    SELECT points, cap_fen - redeemed_fen AS left_fen, redeemed_points
    FROM point_holders WHERE market_code = $1
), redemptions AS (
    SELECT why, paid_fen FROM point_redemptions WHERE market_code = $1
)
SELECT
    (SELECT coalesce(sum(left_fen), 0)::bigint FROM holders) AS caps_left_fen,
    (SELECT count(*) FROM holders WHERE points > 0) AS holders,
    (SELECT coalesce(sum(points), 0)::bigint FROM point_pools WHERE market_code = $1) AS points,
    (SELECT coalesce(sum(redeemed_points), 0)::bigint FROM holders) AS redeemed_points,
    (SELECT count(*) FROM redemptions WHERE why = 'asked') AS asked,
    (SELECT coalesce(sum(paid_fen), 0)::bigint FROM redemptions WHERE why = 'asked') AS asked_fen,
    (SELECT count(*) FROM redemptions WHERE why = 'exit') AS exits,
    (SELECT coalesce(sum(paid_fen), 0)::bigint FROM redemptions WHERE why = 'exit') AS exits_fen,
    (SELECT coalesce(sum(first_fen), 0)::bigint FROM point_pools WHERE market_code = $1)
        AS first_fen
