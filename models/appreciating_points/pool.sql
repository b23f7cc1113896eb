-- The pool of market $1: its money (account $2), its points, its first inflow, and the last market
-- day whose exits are done (null before the first bill).
SELECT coalesce((SELECT balance_fen FROM balances WHERE market_code = $1 AND account_id = $2), 0),
       coalesce(p.points, 0), coalesce(p.first_fen, 0), p.exited_on
FROM (SELECT) AS one
LEFT JOIN point_pools AS p ON p.market_code = $1
