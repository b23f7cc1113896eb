-- What consumer $2 has won in market $1, and what shared stores have distributed to them, by where it
-- is. Claims hold what no split was prepared for, and the account of rebates at once ($5) what waits
-- for its bill's hold; the wallet account ($3) holds what was turned back, and what pools released and
-- redeemed; lines for the wallet's person, and transfers, are on their way or have arrived; sweeps
-- gave what no rail carries to a queue or a pool; refunds took some back, of which the open debts ($4)
-- are not given yet. A split carries money only along with a packet or a rebate, so the orders that
-- sent either are all the orders that sent anything.
WITH mine AS MATERIALIZED (
    SELECT received_fen, cut_fen, paid_fen, taken_back_fen, packet_orders
    FROM claims WHERE market_code = $1 AND consumer_no = $2
), pooled AS MATERIALIZED (
    SELECT order_id, received_fen, taken_back_fen
    FROM weekday_claims WHERE market_code = $1 AND consumer_no = $2
), points AS (
    SELECT (SELECT coalesce(sum(paid_fen), 0) FROM point_redemptions
            WHERE market_code = $1 AND consumer_no = $2) AS redeemed_fen,
           (SELECT coalesce(sum(coalesce((own ->> 'from_holder_fen')::bigint, 0)
                                + coalesce((own ->> 'debt_fen')::bigint, 0)), 0)
            FROM refunds AS r
            JOIN journals AS j ON j.market_code = $1 AND j.kind = 4 AND j.subject_id = r.refund_id
            CROSS JOIN LATERAL json_array_elements(j.evidence -> 'own') AS own
            WHERE r.market_code = $1 AND r.consumer_no = $2
              AND j.evidence ->> 'program' = 'appreciating_points') AS taken_back_fen
), legs AS (
    SELECT l.fen, l.result
    FROM (SELECT unnest(packet_orders) AS order_id FROM mine UNION SELECT order_id FROM pooled) AS o
    JOIN payouts AS p ON p.market_code = $1 AND p.order_id = o.order_id AND p.step = 'split'
    CROSS JOIN LATERAL unnest(p.receivers, p.amounts, p.results) AS l (receiver_id, fen, result)
    WHERE l.receiver_id = $3
    UNION ALL
    SELECT fen, result FROM transfers WHERE market_code = $1 AND consumer_no = $2
)
SELECT
    ((SELECT coalesce(sum(received_fen - cut_fen), 0) FROM mine)
     + (SELECT coalesce(sum(received_fen), 0) FROM pooled)
     + (SELECT redeemed_fen FROM points))::bigint AS won_fen,
    (SELECT coalesce(sum(d.fens[array_position(r.holders, $2)]), 0)::bigint
     FROM share_registers AS r
     JOIN distributions AS d ON d.market_code = $1 AND d.merchant_no = r.merchant_no
         AND d.register_version = r.version AND d.state = 'paid'
     WHERE r.market_code = $1 AND r.holders @> ARRAY[$2::bigint]) AS distributed_fen,
    ((SELECT coalesce(sum(received_fen - cut_fen - paid_fen), 0) FROM mine)
     + coalesce((SELECT balance_fen FROM balances
                 WHERE market_code = $1 AND account_id = $5), 0))::bigint AS pending_fen,
    (SELECT coalesce(sum(fen), 0)::bigint FROM legs WHERE result = 'PENDING') AS paying_fen,
    (SELECT coalesce(sum(fen), 0)::bigint FROM legs WHERE result = 'SUCCESS') AS paid_fen,
    coalesce((SELECT balance_fen FROM balances
              WHERE market_code = $1 AND account_id = $3), 0) AS carried_fen,
    (SELECT coalesce(sum(fen), 0)::bigint FROM sweeps
     WHERE market_code = $1 AND consumer_no = $2) AS swept_fen,
    ((SELECT coalesce(sum(taken_back_fen), 0) FROM mine)
     + (SELECT coalesce(sum(taken_back_fen), 0) FROM pooled)
     + (SELECT taken_back_fen FROM points))::bigint - $4::bigint AS given_back_fen
