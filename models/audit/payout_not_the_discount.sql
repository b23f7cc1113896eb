-- What arrived, or went back to the store, is never more than the discount on what WeChat was paid,
-- and exactly that once all is unfrozen. A refund (journal kind 4) of an order that was not split yet has
-- set a part of its discount free.
SELECT max(p.payout_id),
       format('order %s: discount %s, arrived %s', o.order_id, o.discount_fen, sum(p.arrived_fen))
FROM (
    SELECT order_id, payout_id, step = 'unfreeze' AND state = 'finished' AS unfrozen,
           (SELECT coalesce(sum(fen) FILTER (WHERE result IN ('SUCCESS', 'UNFROZEN')), 0)
            FROM unnest(amounts, results) AS leg (fen, result)) AS arrived_fen
    FROM payouts WHERE market_code = $1
) AS p
JOIN (
    SELECT order_id,
           (amount_fen - coupon_fen)::bigint * discount_bp / 10000
               - coalesce(f.free_fen, 0) AS discount_fen
    FROM orders
    LEFT JOIN (
        SELECT r.order_id, sum(leg.fen) AS free_fen
        FROM refunds AS r
        JOIN journals AS j ON j.market_code = $1 AND j.kind = 4 AND j.subject_id = r.refund_id
        CROSS JOIN LATERAL unnest(j.accounts, j.amounts) AS leg (account_id, fen)
        WHERE r.market_code = $1 AND leg.account_id >> 48 = 1
        GROUP BY r.order_id
    ) AS f USING (order_id)
    WHERE market_code = $1
) AS o USING (order_id)
GROUP BY o.order_id, o.discount_fen
HAVING sum(p.arrived_fen) > o.discount_fen
    OR (bool_or(p.unfrozen) AND sum(p.arrived_fen) <> o.discount_fen)
