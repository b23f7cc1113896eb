INSERT INTO green_schedules (market_code, cohort, book_no, step, reach, periods)
SELECT DISTINCT $1::integer, $2::integer, book_no, 0, 0, 0
FROM green_grants WHERE market_code = $1 AND cohort = $2
