-- Money on its way back to stores is exactly what returns without an end say, and every return that
-- ended has its journal (kind 5).
SELECT $1::integer, format('balance %s, on its way back %s', kept_fen, due_fen)
FROM (
    SELECT coalesce((SELECT balance_fen FROM balances
                     WHERE market_code = $1 AND account_id = 21::bigint << 48), 0) AS kept_fen,
           coalesce((SELECT sum(amount_fen) FROM refund_steps
                     WHERE market_code = $1 AND kind = 'return' AND state <> 'finished'), 0)
               AS due_fen
) AS sums
WHERE kept_fen <> due_fen
UNION ALL
SELECT coalesce(s.step_id, j.subject_id),
       format('step %s: %s, journal %s', coalesce(s.step_id, j.subject_id), s.fen, j.fen)
FROM (
    SELECT step_id, amount_fen AS fen FROM refund_steps
    WHERE market_code = $1 AND kind = 'return' AND state = 'finished'
) AS s
FULL JOIN (
    SELECT subject_id,
           (SELECT -sum(fen) FROM unnest(accounts, amounts) AS leg (account_id, fen)
            WHERE account_id >> 48 = 21) AS fen
    FROM journals WHERE market_code = $1 AND kind = 5
) AS j ON j.subject_id = s.step_id
WHERE s.fen IS DISTINCT FROM j.fen
