-- No claim received more than its cap, was paid more than it received, or miscounts its packets.
SELECT claim_no,
       format('cap %s, received %s, paid %s, packets %s of %s', cap_fen, received_fen, paid_fen,
              packet_count, cardinality(packet_fens))
FROM claims
WHERE market_code = $1 AND (
    received_fen NOT BETWEEN 0 AND cap_fen OR paid_fen NOT BETWEEN 0 AND received_fen
    OR packet_count <> cardinality(packet_fens) OR packet_count <> cardinality(packet_orders)
)
