-- Net of what refunds have cut and taken back no claim received more than its cap; none was paid
-- more than it received, or gave back more than it was paid, or miscounts its packets.
SELECT claim_no,
       format('cap %s, received %s, cut %s, taken back %s, paid %s, packets %s of %s', cap_fen,
              received_fen, cut_fen, taken_back_fen, paid_fen, packet_count,
              cardinality(packet_fens))
FROM claims
WHERE market_code = $1 AND (
    received_fen - cut_fen - taken_back_fen NOT BETWEEN 0 AND cap_fen
    OR paid_fen NOT BETWEEN 0 AND received_fen - cut_fen
    OR taken_back_fen NOT BETWEEN 0 AND paid_fen
    OR packet_count <> cardinality(packet_fens) OR packet_count <> cardinality(packet_orders)
)
