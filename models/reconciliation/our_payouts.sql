-- Splits that ended in [from, to), or named by their ids. An unfreeze is no split.
SELECT market_code, payout_id, step, coalesce(finished_at, created_at), accounts, receivers,
       amounts, results
FROM payouts
WHERE market_code = ANY($1::integer[]) AND step <> 'unfreeze'
    AND (
        (payout_id >= $2 AND payout_id < $3 AND finished_at >= $4 AND finished_at < $5)
        OR payout_id = ANY($6::bigint[])
    )
