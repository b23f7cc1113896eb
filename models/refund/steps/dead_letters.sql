SELECT refund_id, step_id, kind, round, state, amount_fen, receiver_id, result, tries, last_error,
       words, created_at, finished_at
FROM refund_steps
WHERE market_code = $1 AND state = 'dead_letter'
ORDER BY step_id
LIMIT $2
