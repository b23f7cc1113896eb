-- Steps of refunds that ended in [from, to), or named by their ids.
SELECT s.market_code, s.step_id, s.refund_id, s.kind, s.receiver_id, s.amount_fen, s.result,
       coalesce(s.finished_at, s.created_at)
FROM refund_steps AS s
WHERE s.market_code = ANY($1::integer[])
    AND (
        (s.step_id >= $2 AND s.step_id < $3 AND s.finished_at >= $4 AND s.finished_at < $5)
        OR s.step_id = ANY($6::bigint[])
    )
