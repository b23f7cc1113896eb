-- So much less of these payees' accounts ($2, $3) is late, and of these wallets ($4) nothing more
-- where nothing is left in them.
WITH less AS (
    UPDATE carried AS c SET overdue_fen = c.overdue_fen - s.fen
    FROM unnest($2::bigint[], $3::bigint[]) AS s (account_id, fen)
    WHERE c.market_code = $1 AND c.account_id = s.account_id AND c.overdue_fen > s.fen
    RETURNING c.account_id
)
DELETE FROM carried AS c
WHERE c.market_code = $1 AND (
    (c.account_id = ANY($2::bigint[]) AND c.account_id NOT IN (SELECT account_id FROM less))
    OR (c.account_id = ANY($4::bigint[]) AND NOT EXISTS (
        SELECT FROM balances AS b
        WHERE b.market_code = $1 AND b.account_id = c.account_id AND b.balance_fen > 0
    ))
)
