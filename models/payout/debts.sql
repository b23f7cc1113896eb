-- The open debts (account kind 4, below zero) of consumers $2 in market $1, oldest first: what a
-- claim, or another record of a pool, was paid above a cap that a refund lowered.
SELECT c.consumer_no, c.claim_no, c.queue_id, b.balance_fen
FROM claims AS c
JOIN balances AS b ON b.market_code = $1 AND b.account_id = (4::bigint << 48) + c.claim_no
WHERE c.market_code = $1 AND c.consumer_no = ANY($2::bigint[]) AND c.taken_back_fen > 0
    AND b.balance_fen < 0
UNION ALL
SELECT asked.consumer_no, d.record_no, d.pool_no, b.balance_fen
FROM unnest($2::bigint[]) AS asked (consumer_no)
JOIN pool_debts AS d
    ON d.market_code = $1 AND d.holder_id = (10::bigint << 48) + asked.consumer_no
JOIN balances AS b ON b.market_code = $1 AND b.account_id = (4::bigint << 48) + d.record_no
WHERE b.balance_fen < 0
ORDER BY claim_no
