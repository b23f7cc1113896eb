SELECT p.period_no, p.started_on, coalesce(b.inflow_fen, 0) AS before_fen,
       (SELECT coalesce(sum(fund_fen), 0)::bigint FROM green_grants
        WHERE market_code = $1 AND counted_in IS NULL) AS inflow_fen
FROM green_periods AS p
LEFT JOIN green_periods AS b ON b.market_code = $1 AND b.period_no = p.period_no - 1
WHERE p.market_code = $1 AND p.ended_on IS NULL
