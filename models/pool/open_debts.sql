-- The open debts (account kind 4, below zero) of holders $2 in market $1, oldest record first.
SELECT d.holder_id, d.record_no, d.pool_no, -b.balance_fen AS fen
FROM pool_debts AS d
JOIN balances AS b ON b.market_code = $1 AND b.account_id = (4::bigint << 48) + d.record_no
WHERE d.market_code = $1 AND d.holder_id = ANY($2::bigint[]) AND b.balance_fen < 0
ORDER BY d.holder_id, d.record_no
