-- Orders paid in [from, to), or named by their ids; ids are time-ordered, so the key bounds the day.
SELECT market_code, order_id, amount_fen, paid_at, state
FROM orders
WHERE market_code = ANY($1::integer[])
    AND order_id >= $2 AND order_id < $3
    AND paid_at >= $4 AND paid_at < $5
UNION
SELECT market_code, order_id, amount_fen, coalesce(paid_at, opened_at), state
FROM orders
WHERE market_code = ANY($1::integer[]) AND order_id = ANY($6::bigint[])
