-- A transfer took what it carries out of its person's wallet (kind 6), and when it had ended (kind
-- 7) that left our account or is carried again; no such journal stands without its transfer.
WITH expected AS (
    SELECT t.transfer_id, leg.kind, leg.account_id, leg.fen
    FROM transfers AS t
    CROSS JOIN LATERAL (VALUES
        (6, (10::bigint << 48) + t.consumer_no, -t.fen),
        (6, 20::bigint << 48, t.fen),
        (7, 20::bigint << 48, -t.fen),
        (7, CASE WHEN t.result = 'SUCCESS' THEN 2::bigint << 48
                 ELSE (10::bigint << 48) + t.consumer_no END, t.fen)
    ) AS leg (kind, account_id, fen)
    WHERE t.market_code = $1 AND (leg.kind = 6 OR t.state = 'finished')
), posted AS (
    SELECT j.subject_id AS transfer_id, j.kind, leg.account_id, leg.fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE j.market_code = $1 AND j.kind IN (6, 7)
)
SELECT transfer_id,
       format('journal kind %s, account %s: expected %s, posted %s', kind, account_id, expected.fen,
              posted.fen)
FROM expected FULL JOIN posted USING (transfer_id, kind, account_id)
WHERE expected.fen IS DISTINCT FROM posted.fen
