-- Claims by number.
SELECT claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen, received_fen, packet_count,
       closed, packet_orders, packet_fens
FROM claims
WHERE market_code = $1 AND claim_no = ANY($2)
