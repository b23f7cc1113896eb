-- Of $3 points $4 are left; of what was released $5 (payer) and $6 (store) count no longer.
UPDATE green_grants
SET points = $4::bigint,
    scheduled_fen = CASE WHEN $3::bigint > 0 THEN div(scheduled_fen::numeric * $4, $3)::bigint ELSE 0 END,
    payer_fen = payer_fen - $5,
    store_fen = store_fen - $6
WHERE market_code = $1 AND grant_no = $2
