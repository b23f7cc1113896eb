-- The shares of consumer $1 in stores of any market, in the month that begins on $2 and later. Of
-- versions with one month the latest counts, and a version lasts until a later one takes its place.
WITH mine AS (
    SELECT DISTINCT market_code, merchant_no FROM share_registers
    WHERE holders @> ARRAY[$1::bigint]
), standing AS (
    SELECT r.market_code, r.merchant_no, r.version, r.effective_from, r.whole,
           r.shares[array_position(r.holders, $1)] AS share,
           (SELECT min(n.effective_from) FROM share_registers AS n
            WHERE n.market_code = r.market_code AND n.merchant_no = r.merchant_no
                AND n.version > r.version) AS until
    FROM mine JOIN share_registers AS r USING (market_code, merchant_no)
)
SELECT s.merchant_no, m.name AS store_name, s.share, s.whole, s.effective_from, s.until
FROM standing AS s
JOIN merchants AS m USING (merchant_no)
WHERE s.share IS NOT NULL
    AND (s.until IS NULL OR (s.until > s.effective_from AND s.until > $2))
ORDER BY s.effective_from, s.merchant_no
