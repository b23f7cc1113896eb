-- What orders held of purses is spent.
UPDATE coupon_purses AS p
SET held_fen = p.held_fen - spent.fen, spent_fen = p.spent_fen + spent.fen
FROM unnest($2::bigint[], $3::bigint[]) AS spent (holder_no, fen)
WHERE p.market_code = $1 AND p.holder_no = spent.holder_no
