-- What was swept left its person's wallet for the reserve of a queue (kind 9), and nothing else
-- did.
WITH expected AS (
    SELECT s.sweep_id, leg.account_id, leg.fen
    FROM sweeps AS s
    CROSS JOIN LATERAL (VALUES
        ((10::bigint << 48) + s.consumer_no, -s.fen), ((11::bigint << 48) + s.queue_id, s.fen)
    ) AS leg (account_id, fen)
    WHERE s.market_code = $1
), posted AS (
    SELECT j.subject_id AS sweep_id, leg.account_id, leg.fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE j.market_code = $1 AND j.kind = 9
)
SELECT sweep_id, format('account %s: expected %s, posted %s', account_id, expected.fen, posted.fen)
FROM expected FULL JOIN posted USING (sweep_id, account_id)
WHERE expected.fen IS DISTINCT FROM posted.fen
