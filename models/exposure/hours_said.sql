-- For each store of market $1 (or store $4 alone) the versions of its opening hours that somebody
-- said or confirmed from $2 to $3, as far as known at $5.
SELECT merchant_no, array_agg(version::bigint ORDER BY version) AS subjects, 0 AS missed
FROM store_hours
WHERE market_code = $1 AND said_at >= $2 AND said_at < $3 AND said_at <= $5
    AND ($4::integer IS NULL OR merchant_no = $4)
GROUP BY merchant_no
