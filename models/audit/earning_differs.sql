-- The statements of payees (account kinds 12, 13, 14 and 23) say what the journals did that were copied
-- into them, each once.
SELECT coalesce(told.account_id, moved.account_id),
       format('journal %s moved %s, its statement says %s', coalesce(told.seq, moved.seq),
              coalesce(moved.fen, 0), coalesce(told.fen, 0))
FROM (SELECT account_id, seq, fen FROM earnings WHERE market_code = $1) AS told
FULL JOIN (
    SELECT leg.account_id, j.seq, sum(leg.fen) AS fen
    FROM journals AS j
    CROSS JOIN LATERAL unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE j.market_code = $1
        AND j.seq <= (SELECT seq FROM earnings_read WHERE market_code = $1)
        AND leg.account_id >> 48 IN (12, 13, 14, 23)
    GROUP BY leg.account_id, j.seq
    HAVING sum(leg.fen) <> 0
) AS moved USING (account_id, seq)
WHERE told.fen IS DISTINCT FROM moved.fen
