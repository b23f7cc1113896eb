-- What those who sell have earned, by role: of bills (less what refunds took back), bounties, and what
-- is late of it.
SELECT r.role, coalesce(m.bills_fen, 0) AS bills_fen, coalesce(m.bounties, 0) AS bounties,
       coalesce(m.bounties_fen, 0) AS bounties_fen,
       (SELECT coalesce(sum(c.overdue_fen), 0)::bigint FROM carried AS c
        WHERE c.market_code = $1 AND c.account_id >> 48 = r.kind) AS late_fen
FROM (VALUES (12, 'locker'), (13, 'bd'), (14, 'agent'), (23, 'inviter')) AS r (kind, role)
LEFT JOIN (
    SELECT leg.account_id >> 48 AS kind,
           coalesce(sum(leg.fen) FILTER (WHERE j.kind IN (1, 4)), 0)::bigint AS bills_fen,
           count(*) FILTER (WHERE j.kind = 12) AS bounties,
           coalesce(sum(leg.fen) FILTER (WHERE j.kind = 12), 0)::bigint AS bounties_fen
    FROM journals AS j
    CROSS JOIN LATERAL unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE j.market_code = $1 AND j.kind IN (1, 4, 12)
    GROUP BY 1
) AS m USING (kind)
ORDER BY r.kind
