-- What consumers $2 have spent in market $1 from day $3 on.
SELECT s.consumer_no, s.day, s.merchant_no, s.spent_fen
FROM unnest($2::bigint[]) AS w (consumer_no)
CROSS JOIN LATERAL (
    SELECT * FROM weekday_spending
    WHERE consumer_no = w.consumer_no AND day >= $3 AND market_code = $1 OFFSET 0
) AS s
