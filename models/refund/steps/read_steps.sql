-- The steps of refunds, in the order in which they were written down.
SELECT s.market_code, s.refund_id, s.step_id, s.kind, s.round, s.state, s.out_order_no,
       s.receiver_id, s.amount_fen, s.from_frozen_fen, s.result, s.asked, s.tries, s.rest_until,
       s.last_error
FROM unnest($1::integer[], $2::bigint[]) AS wanted (market_code, refund_id)
JOIN refund_steps AS s ON s.market_code = wanted.market_code AND s.refund_id = wanted.refund_id
ORDER BY s.market_code, s.step_id
