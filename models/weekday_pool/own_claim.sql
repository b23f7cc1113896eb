-- A claim of consumer $2 in market $1: number $3, or that of order $3 where $4; with the rule book of
-- its bill and its store's name.
SELECT c.claim_no, c.consumer_no, c.order_id, c.merchant_no, c.opened_on, c.amount_fen, c.left_fen,
       c.discount_fen, c.fund_fen, c.least_fen, c.window_days, c.whole_cap_fen, c.partners, c.cap_fen,
       c.received_fen, c.taken_back_fen, c.frozen, o.book_no, m.name AS store_name
FROM weekday_claims AS c
JOIN orders AS o ON o.market_code = $1 AND o.order_id = c.order_id
JOIN merchants AS m ON m.merchant_no = c.merchant_no
WHERE c.market_code = $1 AND c.consumer_no = $2
    AND ((NOT $4::boolean AND c.claim_no = $3) OR ($4 AND c.order_id = $3))
