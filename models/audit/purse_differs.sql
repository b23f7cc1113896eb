-- A purse received what journals credited to its holder's COUPON account and spent what they debited,
-- and what it holds is for orders that are opened or paid.
SELECT holder_no,
       format('received %s, credited %s; spent %s, debited %s; holds %s for %s', received_fen,
              coalesce(credited_fen, 0), spent_fen, coalesce(debited_fen, 0), kept.held_fen,
              coalesce(wanted.held_fen, 0))
FROM (
    SELECT account_id & 281474976710655 AS holder_no,
           coalesce(sum(amount_fen) FILTER (WHERE amount_fen > 0), 0) AS credited_fen,
           coalesce(sum(-amount_fen) FILTER (WHERE amount_fen < 0), 0) AS debited_fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, amount_fen)
    WHERE j.market_code = $1 AND account_id >> 48 = 22
    GROUP BY 1
) AS posted
FULL JOIN (
    SELECT holder_no, received_fen, spent_fen, held_fen
    FROM coupon_purses WHERE market_code = $1
) AS kept USING (holder_no)
FULL JOIN (
    SELECT consumer_no AS holder_no, sum(coupon_fen) AS held_fen FROM orders
    WHERE market_code = $1 AND coupon_fen > 0 AND state IN ('opened', 'paid')
    GROUP BY 1
) AS wanted USING (holder_no)
WHERE coalesce(received_fen, 0) <> coalesce(credited_fen, 0)
    OR coalesce(spent_fen, 0) <> coalesce(debited_fen, 0)
    OR coalesce(kept.held_fen, 0) <> coalesce(wanted.held_fen, 0)
