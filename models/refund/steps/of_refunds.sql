SELECT refund_id, step_id, kind, round, state, amount_fen, receiver_id, result, tries, last_error,
       words, created_at, finished_at
FROM refund_steps
WHERE market_code = $1 AND refund_id = ANY($2::bigint[])
ORDER BY step_id
