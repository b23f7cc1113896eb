-- A claim (number $2) as a refund leaves it, and its consumer's spending less what came back ($8).
WITH shrunk AS (
    UPDATE weekday_claims
    SET left_fen = $3, discount_fen = $4, whole_cap_fen = $5, cap_fen = $6,
        taken_back_fen = taken_back_fen + $7
    WHERE claim_no = $2 AND market_code = $1
    RETURNING consumer_no, opened_on, merchant_no
)
UPDATE weekday_spending AS s SET spent_fen = s.spent_fen - $8
FROM shrunk
WHERE s.consumer_no = shrunk.consumer_no AND s.day = shrunk.opened_on
    AND s.merchant_no = shrunk.merchant_no AND s.market_code = $1
