-- The oldest open claims of each queue, as many as asked for; what they received is net of what
-- refunds have cut and taken back.
SELECT q.queue_id, c.claim_no, c.consumer_no, c.order_id, c.opened_on, c.cap_fen,
       c.received_fen - c.cut_fen - c.taken_back_fen AS received_fen, c.packet_count, c.frozen
FROM unnest($2::bigint[], $3::integer[]) AS q (queue_id, most)
CROSS JOIN LATERAL (
    SELECT * FROM claims
    WHERE market_code = $1 AND queue_id = q.queue_id AND NOT closed
    ORDER BY claim_no LIMIT q.most
) AS c
