-- What is carried for consumer $2 of market $1 (wallet account $3), what was transferred since
-- midnight ($4), and how the person's last transfer ended.
SELECT
    coalesce((SELECT balance_fen FROM balances
              WHERE market_code = $1 AND account_id = $3), 0) AS carried_fen,
    today.person_today_fen,
    today.market_today_fen,
    (SELECT transfer_id FROM transfers
     WHERE market_code = $1 AND consumer_no = $2 AND state <> 'finished') AS under_way,
    kept.reason,
    kept.retry_at AS split_barred_until,
    latest.result AS last_result,
    latest.finished_at AS last_finished_at
FROM (
    SELECT coalesce(sum(fen) FILTER (WHERE consumer_no = $2), 0)::bigint AS person_today_fen,
           coalesce(sum(fen), 0)::bigint AS market_today_fen
    FROM transfers
    WHERE market_code = $1 AND created_at >= $4 AND result IN ('PENDING', 'SUCCESS')
) AS today
LEFT JOIN carried AS kept ON kept.market_code = $1 AND kept.account_id = $3
LEFT JOIN (
    SELECT result, finished_at FROM transfers
    WHERE market_code = $1 AND consumer_no = $2 AND state = 'finished'
    ORDER BY transfer_id DESC LIMIT 1
) AS latest ON true
