-- The open debts (account kind 4, below zero) of consumers $2 in market $1, oldest claim first:
-- what a claim was paid above a cap that a refund lowered.
SELECT c.consumer_no, c.claim_no, c.queue_id, b.balance_fen
FROM claims AS c
JOIN balances AS b ON b.market_code = $1 AND b.account_id = (4::bigint << 48) + c.claim_no
WHERE c.market_code = $1 AND c.consumer_no = ANY($2::bigint[]) AND c.taken_back_fen > 0
    AND b.balance_fen < 0
ORDER BY c.claim_no
