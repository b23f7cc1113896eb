-- An open market whose night $1 is due and whom nobody has at $2, taken until $3 (wire time).
INSERT INTO recommendation_nights AS n (market_code, taken_until)
SELECT m.market_code, $3 FROM markets AS m
LEFT JOIN recommendation_nights AS k USING (market_code)
WHERE k.market_code IS NULL
    OR ((k.night IS NULL OR k.night < $1) AND k.taken_until <= $2)
ORDER BY m.market_code
LIMIT 1
ON CONFLICT (market_code) DO UPDATE SET taken_until = excluded.taken_until
    WHERE (n.night IS NULL OR n.night < $1) AND n.taken_until <= $2
RETURNING market_code
