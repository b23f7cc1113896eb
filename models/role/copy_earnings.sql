-- What the journals after $2 up to $3 of market $1 did to the accounts of the kinds $4, each beside the
-- nature of its payee's income at that moment, and the rate of withholding.
INSERT INTO earnings
    (market_code, account_id, seq, posted_at, kind, subject_id, fen, nature, withheld_bp)
SELECT $1, moved.account_id, moved.seq, moved.posted_at, moved.kind, moved.subject_id, moved.fen,
       n.nature,
       coalesce((
           SELECT withheld_bp FROM withholding_rates
           WHERE nature = n.nature AND effective_at <= moved.posted_at
           ORDER BY effective_at DESC LIMIT 1
       ), 0)
FROM (
    SELECT leg.account_id, j.seq, j.posted_at, j.kind, j.subject_id, sum(leg.fen)::bigint AS fen
    FROM journals AS j
    CROSS JOIN LATERAL unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE j.market_code = $1 AND j.seq > $2 AND j.seq <= $3
        AND leg.account_id >> 48 = ANY($4::bigint[])
    GROUP BY leg.account_id, j.seq, j.posted_at, j.kind, j.subject_id
    HAVING sum(leg.fen) <> 0
) AS moved
CROSS JOIN LATERAL (
    SELECT coalesce(
        (SELECT nature FROM payee_natures
         WHERE payee_no = moved.account_id & 281474976710655 AND effective_at <= moved.posted_at
         ORDER BY effective_at DESC LIMIT 1),
        CASE (SELECT receiver_type FROM payees WHERE payee_no = moved.account_id & 281474976710655)
            WHEN 'PERSONAL_OPENID' THEN 'labour' ELSE 'service_fee'
        END
    ) AS nature
) AS n
