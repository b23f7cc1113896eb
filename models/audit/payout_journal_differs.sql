-- The first payout of an order posts what it sends to PAYING (legs to ourselves are no debt), and a
-- finished one posts to the store's frozen money what arrived, and what went back to the store.
-- Words in small letters are legs that were never sent.
WITH legs AS (
    SELECT p.payout_id,
           coalesce(sum(leg.fen) FILTER (
               WHERE leg.result = upper(leg.result) AND leg.account_id >> 48 <> 2), 0) AS goes_fen,
           coalesce(sum(leg.fen) FILTER (WHERE leg.result IN ('SUCCESS', 'UNFROZEN')), 0)
               AS arrived_fen
    FROM payouts AS p
    LEFT JOIN LATERAL unnest(p.accounts, p.amounts, p.results)
        AS leg (account_id, fen, result) ON true
    WHERE p.market_code = $1
    GROUP BY p.payout_id
), expected AS (
    SELECT payout_id, state,
           CASE WHEN first_value(payout_id) OVER (
               PARTITION BY order_id ORDER BY step = 'split' DESC, created_at, payout_id
           ) = payout_id THEN goes_fen ELSE 0 END AS sent_fen,
           CASE WHEN state = 'finished' THEN arrived_fen ELSE 0 END AS arrived_fen
    FROM payouts JOIN legs USING (payout_id)
    WHERE market_code = $1
), posted AS (
    SELECT j.subject_id AS payout_id,
           coalesce(sum(leg.fen) FILTER (WHERE j.kind = 2 AND account_id >> 48 = 20), 0)
               AS sent_fen,
           coalesce(sum(leg.fen) FILTER (WHERE j.kind = 3 AND account_id >> 48 = 1), 0)
               AS arrived_fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE j.market_code = $1 AND j.kind IN (2, 3)
    GROUP BY j.subject_id
)
SELECT coalesce(expected.payout_id, posted.payout_id),
       format('sent %s, posted %s; arrived %s, posted %s', expected.sent_fen, posted.sent_fen,
              expected.arrived_fen, posted.arrived_fen)
FROM expected FULL JOIN posted USING (payout_id)
WHERE coalesce(expected.sent_fen, 0) <> coalesce(posted.sent_fen, 0)
    OR coalesce(expected.arrived_fen, 0) <> coalesce(posted.arrived_fen, 0)
