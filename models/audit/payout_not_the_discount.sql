-- What arrived is never more than the discount, and exactly the discount once all is unfrozen.
SELECT max(p.payout_id),
       format('order %s: discount %s, arrived %s', o.order_id, o.discount_fen, sum(p.arrived_fen))
FROM (
    SELECT order_id, payout_id, step = 'unfreeze' AND state = 'finished' AS unfrozen,
           (SELECT coalesce(sum(fen) FILTER (WHERE result = 'SUCCESS'), 0)
            FROM unnest(amounts, results) AS leg (fen, result)) AS arrived_fen
    FROM payouts WHERE market_code = $1
) AS p
JOIN (
    SELECT order_id, amount_fen::bigint * discount_bp / 10000 AS discount_fen
    FROM orders WHERE market_code = $1
) AS o USING (order_id)
GROUP BY o.order_id, o.discount_fen
HAVING sum(p.arrived_fen) > o.discount_fen
    OR (bool_or(p.unfrozen) AND sum(p.arrived_fen) <> o.discount_fen)
