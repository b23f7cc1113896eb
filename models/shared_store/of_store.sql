-- Distributions of store $2 in market $1 at $3, newest first, before id $4. What older
-- ones wait for comes out of what the platform owes the store before theirs does.
SELECT d.distribution_id, d.merchant_no, d.register_version, d.month, d.amount_fen, d.state,
       d.fens, d.declared_by, d.declared_at, d.ended_at,
       (SELECT coalesce(sum(a.amount_fen), 0)::bigint FROM distributions AS a
        WHERE a.market_code = $1 AND a.merchant_no = $2 AND a.state = 'declared'
            AND a.distribution_id < d.distribution_id) AS ahead_fen,
       owed_past_hold($1, $2, $3) AS owed_fen
FROM distributions AS d
WHERE d.market_code = $1 AND d.merchant_no = $2
    AND ($4::bigint IS NULL OR d.distribution_id < $4)
ORDER BY d.distribution_id DESC
LIMIT $5
