-- What each bill brought consumer $2 or store $3, the newest first; before the grant $4.
SELECT g.grant_no, g.order_id, g.merchant_no, g.points, g.points * g.cap_multiple AS cap_fen,
       g.scheduled_fen,
       CASE WHEN $2::bigint IS NULL THEN g.store_fen ELSE g.payer_fen END AS released_fen,
       coalesce(s.periods, 0) AS periods, g.waits_until, g.book_no
FROM green_grants AS g
LEFT JOIN green_schedules AS s
    ON s.market_code = g.market_code AND s.cohort = g.cohort AND s.book_no = g.book_no
WHERE g.market_code = $1 AND (g.consumer_no = $2 OR g.merchant_no = $3)
    AND ($4::bigint IS NULL OR g.grant_no < $4)
ORDER BY g.grant_no DESC
LIMIT $5
