-- Claims as a refund leaves them; $10 is the own claim if it is free again, else 0.
UPDATE claims AS c
SET cap_fen = w.cap_fen,
    received_fen = w.received_fen,
    cut_fen = w.cut_fen,
    taken_back_fen = w.taken_back_fen,
    packet_orders = w.packet_orders::bigint[],
    packet_fens = w.packet_fens::integer[],
    packet_count = cardinality(w.packet_fens::integer[]),
    closed = w.closed,
    frozen = c.frozen AND c.claim_no <> $10::bigint
FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[],
            $8::text[], $9::boolean[])
    AS w (claim_no, cap_fen, received_fen, cut_fen, taken_back_fen, packet_orders, packet_fens,
          closed)
WHERE c.market_code = $1 AND c.claim_no = w.claim_no
