-- What our account ($2, below zero for what it holds) and the split returns under way ($3) add up
-- to, less the transfers under way.
SELECT -coalesce((SELECT sum(balance_fen) FROM balances
                  WHERE market_code = $1 AND account_id IN ($2, $3)), 0)::bigint
       - coalesce((SELECT sum(fen) FROM transfers
                   WHERE market_code = $1 AND state <> 'finished'), 0)::bigint
