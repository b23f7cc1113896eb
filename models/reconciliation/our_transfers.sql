-- Transfers that began or ended in [from, to), or named by their ids.
SELECT market_code, transfer_id, fen, state, result, created_at, finished_at
FROM transfers
WHERE market_code = ANY($1::integer[])
    AND (
        (transfer_id >= $2 AND transfer_id < $3
            AND (created_at >= $4 AND created_at < $5 OR finished_at >= $4 AND finished_at < $5))
        OR transfer_id = ANY($6::bigint[])
    )
