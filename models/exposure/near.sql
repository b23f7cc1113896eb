-- Stores in the box $2 within $3 metres of the spot $1 at $4: at most $5 promoted ones first, whose
-- turn it is in this hour, then by distance; $6 in all, less those that give no discount yet.
WITH found AS (
    SELECT m.merchant_no, metres_between(p.spot, $1::point) AS metres,
           EXISTS (
               SELECT FROM promotions AS b
               WHERE b.merchant_no = p.merchant_no AND b.starts_at <= $4 AND b.ends_at > $4
           ) AS bought
    FROM store_places AS p
    JOIN merchants AS m ON m.merchant_no = p.merchant_no AND m.open
    WHERE p.spot <@ $2::box
), promoted AS (
    SELECT merchant_no FROM found WHERE bought AND metres <= $3
    ORDER BY md5(merchant_no || ' ' || floor(extract(epoch FROM $4::timestamptz) / 3600)),
             merchant_no
    LIMIT $5
), placed AS (
    SELECT merchant_no, metres, merchant_no IN (SELECT merchant_no FROM promoted) AS promoted
    FROM found WHERE metres <= $3
    ORDER BY promoted DESC, metres, merchant_no
    LIMIT $6
)
SELECT m.merchant_no, m.scene, m.name, m.industry, m.region_name, t.discount_bp,
       round(n.metres)::integer AS distance_m, n.promoted, h.spans
FROM placed AS n
JOIN merchants AS m USING (merchant_no)
CROSS JOIN LATERAL (
    SELECT discount_bp FROM merchant_terms
    WHERE merchant_no = m.merchant_no AND effective_at <= $4
    ORDER BY effective_at DESC LIMIT 1
) AS t
LEFT JOIN LATERAL (
    SELECT spans FROM store_hours
    WHERE market_code = m.market_code AND merchant_no = m.merchant_no
    ORDER BY version DESC LIMIT 1
) AS h ON true
ORDER BY n.promoted DESC, n.metres, n.merchant_no
