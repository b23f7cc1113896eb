-- What these stores ($2) of market $1 have declared for the holders of their registers and was not
-- paid yet (models/shared_store): it is kept for them.
SELECT merchant_no, sum(amount_fen)::bigint AS fen
FROM distributions
WHERE market_code = $1 AND merchant_no = ANY ($2::integer[]) AND state = 'declared'
GROUP BY merchant_no
