-- For each store of market $1 (or store $4 alone) the customers who paid on two different market
-- days from $2 to $3, as far as known at $5: the bill that made each a repeat customer, oldest
-- first. Bills that were refunded whole don't count. Ids grow with time: a bill paid since $2 was
-- not opened more than two days before (models/ids.py).
WITH days AS (
    SELECT DISTINCT ON (merchant_no, consumer_no, (paid_at AT TIME ZONE 'Asia/Shanghai')::date)
           merchant_no, consumer_no, order_id, paid_at
    FROM orders
    WHERE market_code = $1 AND state IN ('paid', 'settled') AND refunded_fen < amount_fen
        AND paid_at >= $2 AND paid_at < $3 AND paid_at <= $5
        AND ($4::integer IS NULL OR merchant_no = $4)
        AND order_id >= (extract(epoch FROM $2::timestamptz - interval '2 days'
                                 - timestamptz '2010-01-01 00:00:00Z') * 1000)::bigint << 22
    ORDER BY merchant_no, consumer_no, (paid_at AT TIME ZONE 'Asia/Shanghai')::date, paid_at
), counted AS (
    SELECT *, row_number() OVER (PARTITION BY merchant_no, consumer_no ORDER BY paid_at) AS visit
    FROM days
)
SELECT merchant_no, array_agg(order_id ORDER BY paid_at, order_id) AS subjects, 0 AS missed
FROM counted WHERE visit = 2
GROUP BY merchant_no
