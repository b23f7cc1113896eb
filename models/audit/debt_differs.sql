-- What a claim owes is what its queue will have back, and no more than was taken back of it; a record
-- of a pool owes no more than refunds (kind 4) found too much, and its holder is known; packets,
-- rebates and releases that cover a debt give exactly that to the reserve.
SELECT coalesce(d.claim_no, r.claim_no),
       format('debt %s, recovery %s, taken back %s', d.fen, r.fen,
              coalesce(c.taken_back_fen, p.found_fen))
FROM (
    SELECT account_id & 281474976710655 AS claim_no, balance_fen AS fen
    FROM balances WHERE market_code = $1 AND account_id >> 48 = 4
) AS d
FULL JOIN (
    SELECT account_id & 281474976710655 AS claim_no, balance_fen AS fen
    FROM balances WHERE market_code = $1 AND account_id >> 48 = 18
) AS r USING (claim_no)
LEFT JOIN claims AS c ON c.market_code = $1 AND c.claim_no = coalesce(d.claim_no, r.claim_no)
LEFT JOIN (
    SELECT o.record_no, sum(leg.fen) AS found_fen
    FROM journals AS j
    CROSS JOIN LATERAL unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    JOIN pool_debts AS o
        ON o.market_code = $1 AND o.record_no = leg.account_id & 281474976710655
    WHERE j.market_code = $1 AND j.kind = 4 AND leg.account_id >> 48 = 18
    GROUP BY o.record_no
) AS p ON p.record_no = coalesce(d.claim_no, r.claim_no)
WHERE coalesce(-d.fen, 0) <> coalesce(r.fen, 0)
    OR coalesce(r.fen, 0) > coalesce(c.taken_back_fen, p.found_fen, 0)
UNION ALL
SELECT j.subject_id, format('payout: debt %s, recovery %s, reserve %s', m.debt, m.recovery, m.reserve)
FROM journals AS j
CROSS JOIN LATERAL (
    SELECT coalesce(sum(fen) FILTER (WHERE account_id >> 48 = 4), 0) AS debt,
           coalesce(sum(fen) FILTER (WHERE account_id >> 48 = 18), 0) AS recovery,
           coalesce(sum(fen) FILTER (WHERE account_id >> 48 = 11), 0) AS reserve
    FROM unnest(j.accounts, j.amounts) AS leg (account_id, fen)
) AS m
WHERE j.market_code = $1 AND j.kind = 2 AND (m.debt <> m.reserve OR m.debt <> -m.recovery)
