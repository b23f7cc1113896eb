-- A claim received, less what was cut, what journals credited to its account in all, and was paid
-- what payouts (journal kind 2) debited.
SELECT claim_no,
       format('received %s, credited %s; paid %s, debited %s',
              kept_fen, credited_fen, paid_fen, debited_fen)
FROM (
    SELECT account_id & 281474976710655 AS claim_no,
           coalesce(sum(amount_fen) FILTER (WHERE kind <> 2), 0) AS credited_fen,
           coalesce(sum(-amount_fen) FILTER (WHERE kind = 2), 0) AS debited_fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, amount_fen)
    WHERE j.market_code = $1 AND account_id >> 48 = 16
    GROUP BY 1
) AS posted
FULL JOIN (
    SELECT claim_no, received_fen - cut_fen AS kept_fen, paid_fen
    FROM claims WHERE market_code = $1
) AS kept USING (claim_no)
WHERE kept_fen IS NULL OR kept_fen <> coalesce(credited_fen, 0)
    OR paid_fen <> coalesce(debited_fen, 0)
