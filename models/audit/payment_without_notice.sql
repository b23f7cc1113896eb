-- Whatever was paid, WeChat told us so, and the message is kept: as many bills as accepted notices
-- of payments, by a callback, by an answer (to us, or about what a channel told of), or by WeChat's
-- bill. What coupons paid whole it never saw.
SELECT $1::integer, format('paid orders %s, accepted notices about as many as %s', paid, told)
FROM (
    SELECT (SELECT count(*) FROM orders
            WHERE market_code = $1 AND state IN ('paid', 'settled')
                AND amount_fen > coupon_fen) AS paid,
           (SELECT count(DISTINCT subject) FROM callbacks
            WHERE market_code = $1 AND verdict = 'accepted'
                AND kind IN ('transaction', 'query', 'channel', 'bill')) AS told
) AS counted
WHERE paid <> told
