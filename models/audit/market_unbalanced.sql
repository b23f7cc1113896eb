-- Everything owed lies somewhere: all balances of a market, its claims' and purses' included, add up
-- to nothing.
SELECT $1::integer, format('balances %s, claims and coupons %s', kept_fen, owed_fen)
FROM (
    SELECT coalesce((SELECT sum(balance_fen) FROM balances WHERE market_code = $1), 0) AS kept_fen,
           coalesce((SELECT sum(received_fen - cut_fen - paid_fen)
                     FROM claims WHERE market_code = $1), 0)
               + coalesce((SELECT sum(received_fen - spent_fen)
                           FROM coupon_purses WHERE market_code = $1), 0) AS owed_fen
) AS sums
WHERE kept_fen + owed_fen <> 0
