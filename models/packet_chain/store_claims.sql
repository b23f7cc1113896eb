-- What a batch made of claims: new ones, and of those that were there caps grown, packets received.
-- Bills see a claim net of what refunds cut and took back; the table counts all that it received.
-- Claims are found one by one by their key and then named by their place.
WITH opened AS (
    INSERT INTO claims (market_code, claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen,
                        received_fen, packet_count, closed, packet_orders, packet_fens)
    SELECT $1::integer, claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen, received_fen,
           packet_count, closed, packet_orders::bigint[], packet_fens::integer[]
    FROM unnest($2::text::bigint[], $3::text::bigint[], $4::text::bigint[], $5::text::bigint[], $6::text::date[], $7::text::bigint[],
                $8::text::bigint[], $9::text::smallint[], $10::text::boolean[], $11::text[], $12::text[])
        AS o (claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen, received_fen,
              packet_count, closed, packet_orders, packet_fens)
), named AS (
    INSERT INTO queue_states VALUES ($1, $20)
    ON CONFLICT (market_code) DO UPDATE SET state = excluded.state
)
UPDATE claims AS c
SET cap_fen = u.cap_fen,
    received_fen = u.received_fen + c.cut_fen + c.taken_back_fen,
    packet_count = u.packet_count,
    closed = u.closed,
    packet_orders = c.packet_orders || u.packet_orders::bigint[],
    packet_fens = c.packet_fens || u.packet_fens::integer[]
FROM unnest($13::text::bigint[], $14::text::bigint[], $15::text::bigint[], $16::text::smallint[], $17::text::boolean[],
            $18::text[], $19::text[])
    AS u (claim_no, cap_fen, received_fen, packet_count, closed, packet_orders, packet_fens)
CROSS JOIN LATERAL (
    SELECT ctid FROM claims WHERE market_code = $1 AND claim_no = u.claim_no OFFSET 0
) AS found
WHERE c.ctid = found.ctid
