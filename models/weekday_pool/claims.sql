-- Claims by number.
SELECT claim_no, consumer_no, order_id, merchant_no, opened_on, amount_fen, left_fen, discount_fen,
       fund_fen, least_fen, window_days, whole_cap_fen, partners, cap_fen, received_fen, taken_back_fen
FROM weekday_claims
WHERE market_code = $1 AND claim_no = ANY($2::bigint[])
