-- What the last night of market $1 kept for consumer $2, and where they have been since $3; recent is
-- where they were since $4. Closed stores are left out, but not of `been`.
WITH visits AS (
    SELECT o.merchant_no,
           count(DISTINCT (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date)
               FILTER (WHERE o.paid_at >= $4) AS days,
           max(o.paid_at) AS last_at
    FROM orders AS o
    WHERE o.market_code = $1 AND o.consumer_no = $2 AND o.state IN ('paid', 'settled')
        AND o.paid_at >= $3 AND o.refunded_fen < o.amount_fen
    GROUP BY o.merchant_no
), kept AS (
    SELECT r.place, r.merchant_no, r.because_merchant_no
    FROM recommendations AS r JOIN merchants AS m USING (market_code, merchant_no)
    WHERE r.market_code = $1 AND r.consumer_no = $2 AND m.open
)
SELECT
    (SELECT n.night FROM recommendation_nights AS n WHERE n.market_code = $1) AS night,
    ARRAY(SELECT merchant_no FROM kept ORDER BY place) AS similar,
    ARRAY(SELECT because_merchant_no FROM kept ORDER BY place) AS because,
    ARRAY(
        SELECT p.merchant_no
        FROM popular_stores AS p JOIN merchants AS m USING (market_code, merchant_no)
        WHERE p.market_code = $1 AND m.open
        ORDER BY p.place
    ) AS popular,
    ARRAY(SELECT merchant_no FROM visits) AS been,
    ARRAY(
        SELECT v.merchant_no FROM visits AS v JOIN merchants AS m USING (merchant_no)
        WHERE m.market_code = $1 AND m.open AND v.days > 0
        ORDER BY v.days DESC, v.last_at DESC, v.merchant_no
    ) AS recent
