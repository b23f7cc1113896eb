-- A claim received what was credited to its account, and was paid what was debited.
SELECT claim_no,
       format('received %s, credited %s; paid %s, debited %s',
              received_fen, credited_fen, paid_fen, debited_fen)
FROM (
    SELECT account_id & 281474976710655 AS claim_no,
           sum(greatest(amount_fen, 0)) AS credited_fen,
           sum(greatest(-amount_fen, 0)) AS debited_fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, amount_fen)
    WHERE j.market_code = $1 AND account_id >> 48 = 16
    GROUP BY 1
) AS posted
FULL JOIN (
    SELECT claim_no, received_fen, paid_fen FROM claims WHERE market_code = $1
) AS kept USING (claim_no)
WHERE received_fen IS NULL OR received_fen <> coalesce(credited_fen, 0)
    OR paid_fen <> coalesce(debited_fen, 0)
