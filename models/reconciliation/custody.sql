-- Our own account ($2) of a market: its balance now, what journals from $4 on moved, what those of
-- the kinds $5 between $3 and $4 moved, and the transfers that were on their way at $6. A correction
-- ($7) belongs to the day ($8) of its break, whenever it was posted.
SELECT coalesce((
    SELECT balance_fen FROM balances WHERE market_code = $1 AND account_id = $2
), 0)::bigint AS balance_fen,
coalesce((
    SELECT sum(fen) FROM journals, unnest(accounts, amounts) AS leg (account_id, fen)
    WHERE market_code = $1 AND seq >= $4 AND $2 = ANY (accounts) AND account_id = $2
        AND NOT (kind = $7 AND EXISTS (
            SELECT FROM reconciliation_breaks WHERE break_id = subject_id AND day <= $8
        ))
), 0)::bigint AS later_fen,
coalesce((
    SELECT sum(fen) FROM journals, unnest(accounts, amounts) AS leg (account_id, fen)
    WHERE market_code = $1 AND seq >= $3 AND seq < $4 AND kind = ANY ($5::integer[])
        AND account_id = $2
), 0)::bigint AS moved_fen,
coalesce((
    SELECT sum(fen) FROM transfers
    WHERE market_code = $1 AND created_at < $6 AND (finished_at IS NULL OR finished_at >= $6)
), 0)::bigint AS aside_fen
