-- All points of consumer $2 or of store $3, and what came of them.
SELECT count(*) AS grants,
       coalesce(sum(points), 0)::bigint AS points,
       coalesce(sum(points) FILTER (WHERE g.cohort IS NULL), 0)::bigint AS waiting_points,
       coalesce(sum(points) FILTER (WHERE s.over), 0)::bigint AS ended_points,
       coalesce(sum(points * cap_multiple), 0)::bigint AS cap_fen,
       coalesce(sum(scheduled_fen), 0)::bigint AS scheduled_fen,
       coalesce(sum(CASE WHEN $2::bigint IS NULL THEN store_fen ELSE payer_fen END), 0)::bigint
           AS released_fen
FROM green_grants AS g
LEFT JOIN green_schedules AS s
    ON s.market_code = g.market_code AND s.cohort = g.cohort AND s.book_no = g.book_no
WHERE g.market_code = $1 AND (g.consumer_no = $2 OR g.merchant_no = $3)
