-- The oldest paid orders of a market that wait to be settled, without those that were set apart (or
-- $3 alone, where one is named), each with the hash of its rule book, the name of the present state
-- of the market's queues, what its store has still to cover for refunded bills, and the claim, open
-- or closed, that its consumer has of that day in its queue already: what it received is net of what
-- refunds have cut and taken back.
SELECT o.order_id, o.merchant_no, o.consumer_no, o.amount_fen, o.discount_bp, o.tier, o.book_no,
       o.parties, o.hold_seconds, o.paid_at, o.coupon_fen, b.hash AS book_hash,
       q.state AS queue_state, coalesce(-r.balance_fen, 0) AS receivable_fen,
       c.claim_no, c.consumer_no, c.order_id, c.opened_on, c.cap_fen,
       c.received_fen - c.cut_fen - c.taken_back_fen, c.packet_count, c.frozen, c.closed
FROM (
    SELECT * FROM orders WHERE market_code = $1 AND state = 'paid'
        AND CASE WHEN $3::bigint IS NOT NULL THEN order_id = $3
                 ELSE order_id <> ALL (ARRAY(
                     SELECT subject_id FROM promises WHERE market_code = $1 AND job = $4)) END
    ORDER BY paid_at, order_id LIMIT $2
) AS o
LEFT JOIN rule_books AS b ON b.market_code = $1 AND b.book_no = o.book_no
LEFT JOIN queue_states AS q ON q.market_code = $1
LEFT JOIN LATERAL (
    SELECT balance_fen FROM balances
    WHERE market_code = $1 AND account_id = (3::bigint << 48) + o.merchant_no OFFSET 0
) AS r ON true
LEFT JOIN LATERAL (
    SELECT * FROM claims
    WHERE market_code = $1 AND consumer_no = o.consumer_no
      AND opened_on = (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date
      AND queue_id = o.merchant_no * 16 + o.tier OFFSET 0
) AS c ON true
ORDER BY o.paid_at, o.order_id
