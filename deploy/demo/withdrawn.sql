-- What people withdrew from their wallets, and WeChat paid.
SELECT count(*) AS transfers, coalesce(sum(fen), 0)::bigint AS fen
FROM transfers WHERE market_code = $1 AND result = 'SUCCESS'
