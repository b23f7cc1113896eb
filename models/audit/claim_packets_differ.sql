-- The packets that claims list are the packets that settlements paid, one by one, less what refunds
-- of their bills have taken out of them again.
SELECT coalesce(listed.claim_no, posted.claim_no),
       format('order %s: listed %s, posted %s', coalesce(listed.order_id, posted.order_id),
              listed.fen, posted.fen)
FROM (
    SELECT claim_no, packet.order_id, packet.fen
    FROM claims, unnest(packet_orders, packet_fens) AS packet (order_id, fen)
    WHERE market_code = $1
) AS listed
FULL JOIN (
    SELECT claim_no, order_id, sum(fen) AS fen
    FROM (
        SELECT account_id & 281474976710655 AS claim_no, subject_id AS order_id, amount_fen AS fen
        FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, amount_fen)
        WHERE j.market_code = $1 AND j.kind = 1 AND account_id >> 48 = 16
        UNION ALL
        SELECT claim.no::bigint, (j.evidence ->> 'order_id')::bigint,
               -(j.evidence -> 'taken_fen' ->> (claim.place - 1)::integer)::bigint
        FROM journals AS j, json_array_elements_text(j.evidence -> 'claims')
            WITH ORDINALITY AS claim (no, place)
        WHERE j.market_code = $1 AND j.kind = 4
    ) AS moved
    GROUP BY claim_no, order_id
    HAVING sum(fen) <> 0
) AS posted USING (claim_no, order_id)
WHERE listed.fen IS DISTINCT FROM posted.fen
