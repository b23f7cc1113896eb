-- How the lines of payouts ended, by result.
SELECT leg.result, count(*) AS lines, sum(leg.fen)::bigint AS fen
FROM payouts AS p, unnest(p.amounts, p.results) AS leg (fen, result)
WHERE p.market_code = $1
GROUP BY leg.result
ORDER BY 3 DESC
