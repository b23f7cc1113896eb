-- What of the platform's part (account $2) in market $1 comes from bills that are not split yet: their
-- refund would take it back.
SELECT coalesce(sum(leg.fen), 0)::bigint
FROM promises AS p
JOIN journals AS j ON j.market_code = $1 AND j.kind = 1 AND j.subject_id = p.subject_id
CROSS JOIN LATERAL unnest(j.accounts, j.amounts) AS leg (account_id, fen)
WHERE p.market_code = $1 AND p.job = 'payout.send' AND leg.account_id = $2
