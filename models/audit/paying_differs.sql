-- Money on its way is exactly what unfinished payouts and transfers say is on its way, and the
-- stores' own parts that wait for their unfreezing.
SELECT $1::integer, format('balance %s, on its way %s', kept_fen, due_fen)
FROM (
    SELECT coalesce((SELECT balance_fen FROM balances
                     WHERE market_code = $1 AND account_id = 20::bigint << 48), 0) AS kept_fen,
           coalesce((
               SELECT sum(leg.fen)
               FROM payouts AS p, unnest(p.accounts, p.amounts, p.results)
                   AS leg (account_id, fen, result)
               WHERE p.market_code = $1 AND leg.account_id >> 48 <> 2 AND (
                   (p.state <> 'finished' AND leg.result = 'PENDING')
                   OR (p.step = 'split' AND leg.result = 'OWN' AND NOT EXISTS (
                       SELECT FROM payouts AS u WHERE u.market_code = $1
                           AND u.order_id = p.order_id AND u.step = 'unfreeze'
                   ))
               )
           ), 0) + coalesce((
               SELECT sum(fen) FROM transfers WHERE market_code = $1 AND state <> 'finished'
           ), 0) AS due_fen
) AS sums
WHERE kept_fen <> due_fen
