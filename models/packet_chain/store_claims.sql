-- What a batch changed of claims that were there before it: caps grown, packets received.
UPDATE claims AS c
SET cap_fen = u.cap_fen,
    received_fen = u.received_fen,
    packet_count = u.packet_count,
    closed = u.closed,
    packet_orders = c.packet_orders || u.packet_orders::bigint[],
    packet_fens = c.packet_fens || u.packet_fens::integer[]
FROM unnest(
    $2::bigint[], $3::integer[], $4::integer[], $5::smallint[], $6::boolean[], $7::text[], $8::text[]
) AS u (claim_no, cap_fen, received_fen, packet_count, closed, packet_orders, packet_fens)
WHERE c.market_code = $1 AND c.claim_no = u.claim_no
