-- Who went where in market $1 from $2 to before $3, on how many market days, without those who
-- switched recommendations off.
SELECT o.consumer_no, o.merchant_no,
       count(DISTINCT (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date)::integer AS days
FROM orders AS o
WHERE o.market_code = $1 AND o.state IN ('paid', 'settled')
    AND o.paid_at >= $2 AND o.paid_at < $3 AND o.refunded_fen < o.amount_fen
    AND NOT EXISTS (
        SELECT FROM recommendation_choices AS c
        WHERE c.consumer_no = o.consumer_no AND NOT c.wanted
    )
GROUP BY o.consumer_no, o.merchant_no
ORDER BY o.consumer_no, o.merchant_no
