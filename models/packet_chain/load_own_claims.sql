-- The claims, open or closed, that bills of these consumers and days belong to; what they received
-- is net of what refunds have cut and taken back.
SELECT c.queue_id, c.claim_no, c.consumer_no, c.order_id, c.opened_on, c.cap_fen,
       c.received_fen - c.cut_fen - c.taken_back_fen AS received_fen, c.packet_count, c.frozen,
       c.closed
FROM (
    SELECT DISTINCT * FROM unnest($2::bigint[], $3::bigint[], $4::date[])
        AS b (queue_id, consumer_no, paid_on)
) AS b
CROSS JOIN LATERAL (
    SELECT * FROM claims
    WHERE market_code = $1 AND consumer_no = b.consumer_no AND opened_on = b.paid_on
      AND queue_id = b.queue_id
    OFFSET 0
) AS c
