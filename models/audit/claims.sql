-- Claims by number; what they received is net of what refunds have cut and taken back.
SELECT claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen,
       received_fen - cut_fen - taken_back_fen AS received_fen, cut_fen, taken_back_fen,
       packet_count, closed, packet_orders, packet_fens
FROM claims
WHERE market_code = $1 AND claim_no = ANY($2)
