INSERT INTO carried (market_code, account_id, reason, retry_at, overdue_fen)
SELECT $1::integer, *
FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::bigint[])
ON CONFLICT (market_code, account_id) DO UPDATE
    SET reason = excluded.reason, retry_at = excluded.retry_at, overdue_fen = excluded.overdue_fen
