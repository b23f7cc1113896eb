-- Claims of consumers $2 in market $1 whose caps may rise: fewer merchants ever counted for them than
-- their consumer has been at ($3, alongside). A batch looks at these and no others.
SELECT c.claim_no, c.consumer_no, c.order_id, c.merchant_no, c.opened_on, c.amount_fen,
       c.left_fen, c.discount_fen, c.fund_fen, c.least_fen, c.window_days, c.whole_cap_fen, c.partners,
       c.cap_fen, c.received_fen, c.taken_back_fen
FROM unnest($2::bigint[], $3::integer[]) AS w (consumer_no, merchants)
CROSS JOIN LATERAL (
    SELECT * FROM weekday_claims
    WHERE consumer_no = w.consumer_no AND market_code = $1 AND partners < w.merchants
      AND cap_fen < whole_cap_fen OFFSET 0
) AS c
ORDER BY c.claim_no
