-- A balance is the sum of all postings to its account, and every account that was posted to has one;
-- claims (kind 16) and purses of coupons (22) keep their own.
SELECT account_id, format('balance %s, postings %s', balance_fen, posted_fen)
FROM (
    SELECT account_id, sum(amount_fen) AS posted_fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, amount_fen)
    WHERE j.market_code = $1 AND account_id >> 48 NOT IN (16, 22)
    GROUP BY account_id
) AS posted
FULL JOIN (
    SELECT account_id, balance_fen FROM balances WHERE market_code = $1
) AS kept USING (account_id)
WHERE coalesce(balance_fen, 0) <> coalesce(posted_fen, 0)
