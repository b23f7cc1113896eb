-- What a batch made of claims: new ones, and of those that were there caps grown, packets received.
-- Bills see a claim net of what refunds cut and took back; the table counts all that it received.
-- The packets of all claims come as two long arrays, of which each claim is told its stretch. Claims
-- are found one by one by their key and then named by their place.
WITH opened AS (
    INSERT INTO claims (market_code, claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen,
                        received_fen, packet_count, closed, packet_orders, packet_fens)
    SELECT $1::integer, claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen, received_fen,
           packet_count, closed, (SELECT $2::text::bigint[])[before + 1 : upto],
           (SELECT $3::text::integer[])[before + 1 : upto]
    FROM unnest($4::text::bigint[], $5::text::bigint[], $6::text::bigint[], $7::text::bigint[],
                $8::text::date[], $9::text::bigint[], $10::text::bigint[], $11::text::smallint[],
                $12::text::boolean[], $13::text::integer[], $14::text::integer[])
        AS o (claim_no, queue_id, consumer_no, order_id, opened_on, cap_fen, received_fen,
              packet_count, closed, before, upto)
), named AS (
    INSERT INTO queue_states VALUES ($1, $22)
    ON CONFLICT (market_code) DO UPDATE SET state = excluded.state
)
UPDATE claims AS c
SET cap_fen = u.cap_fen,
    received_fen = u.received_fen + c.cut_fen + c.taken_back_fen,
    packet_count = u.packet_count,
    closed = u.closed,
    packet_orders = c.packet_orders
        || (SELECT $2::text::bigint[])[u.before + 1 : u.upto],
    packet_fens = c.packet_fens
        || (SELECT $3::text::integer[])[u.before + 1 : u.upto]
FROM unnest($15::text::bigint[], $16::text::bigint[], $17::text::bigint[], $18::text::smallint[],
            $19::text::boolean[], $20::text::integer[], $21::text::integer[])
    AS u (claim_no, cap_fen, received_fen, packet_count, closed, before, upto)
CROSS JOIN LATERAL (
    SELECT ctid FROM claims WHERE market_code = $1 AND claim_no = u.claim_no OFFSET 0
) AS found
WHERE c.ctid = found.ctid
