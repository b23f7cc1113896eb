-- What could not be paid and waits: people by reason, with what they are owed.
SELECT c.reason, count(*) AS receivers, sum(b.balance_fen)::bigint AS fen
FROM carried AS c
JOIN balances AS b ON b.market_code = c.market_code AND b.account_id = c.account_id
WHERE c.market_code = $1 AND c.account_id >> 48 = 10
GROUP BY c.reason
ORDER BY 3 DESC
