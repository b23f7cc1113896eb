-- The reserve and the oldest open claims of each queue, as many as asked for; what they received is
-- net of what refunds have cut and taken back. A queue in which nobody waits has one row without a
-- claim.
SELECT q.queue_id, coalesce(r.balance_fen, 0) AS reserve_fen,
       c.claim_no, c.consumer_no, c.order_id, c.opened_on, c.cap_fen,
       c.received_fen - c.cut_fen - c.taken_back_fen, c.packet_count, c.frozen
FROM unnest($2::bigint[], $3::integer[]) AS q (queue_id, most)
LEFT JOIN LATERAL (
    SELECT balance_fen FROM balances
    WHERE market_code = $1 AND account_id = (11::bigint << 48) + q.queue_id OFFSET 0
) AS r ON true
LEFT JOIN LATERAL (
    SELECT * FROM claims
    WHERE market_code = $1 AND queue_id = q.queue_id AND NOT closed
    ORDER BY claim_no LIMIT q.most
) AS c ON true
