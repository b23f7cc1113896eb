-- The bills of merchant $2 that count for a bounty of recruiter $3 at $4: settled, their hold over, of
-- at least $5 fen, nothing of them refunded or asked back, and not the recruiter's own. Oldest first, and
-- of one person no more than $6, since more prove nothing.
SELECT order_id, consumer_no
FROM (
    SELECT o.order_id, o.consumer_no, o.paid_at,
           row_number() OVER (PARTITION BY o.consumer_no ORDER BY o.paid_at, o.order_id) AS place
    FROM orders AS o
    WHERE o.market_code = $1 AND o.merchant_no = $2 AND o.state = 'settled'
        AND o.refunded_fen = 0 AND o.amount_fen >= $5
        AND o.paid_at + o.hold_seconds * interval '1 second' <= $4
        AND NOT EXISTS (
            SELECT FROM refunds AS r
            WHERE r.market_code = $1 AND r.order_id = o.order_id
                AND r.state NOT IN ('declined', 'withdrawn')
        )
        AND NOT EXISTS (
            SELECT FROM consumers AS c JOIN payees AS p USING (openid_index)
            WHERE c.consumer_no = o.consumer_no AND p.payee_no = $3
        )
) AS counted
WHERE place <= $6
ORDER BY paid_at, order_id
