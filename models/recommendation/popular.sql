-- The stores of market $1 where most people went from $2 to before $3, without those who switched
-- recommendations off; $4 is the least of shoppers to speak of, $5 the longest list, $6 the night.
INSERT INTO popular_stores (market_code, place, merchant_no, shoppers, night)
SELECT $1, row_number() OVER (ORDER BY p.shoppers DESC, p.merchant_no), p.merchant_no, p.shoppers, $6
FROM (
    SELECT o.merchant_no, count(DISTINCT o.consumer_no)::integer AS shoppers
    FROM orders AS o
    WHERE o.market_code = $1 AND o.state IN ('paid', 'settled')
        AND o.paid_at >= $2 AND o.paid_at < $3 AND o.refunded_fen < o.amount_fen
        AND NOT EXISTS (
            SELECT FROM recommendation_choices AS c
            WHERE c.consumer_no = o.consumer_no AND NOT c.wanted
        )
    GROUP BY o.merchant_no
    HAVING count(DISTINCT o.consumer_no) >= $4
    ORDER BY shoppers DESC, o.merchant_no
    LIMIT $5
) AS p
