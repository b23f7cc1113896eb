-- Claims by number.
SELECT claim_no, consumer_no, cap_fen, received_fen, paid_fen, cut_fen, taken_back_fen,
       packet_orders, packet_fens
FROM claims
WHERE market_code = $1 AND claim_no = ANY($2::bigint[])
