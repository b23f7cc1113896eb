-- A pool week by week (market time): what bills brought, what people got, what lay in it at the end.
SELECT date_trunc('week', j.posted_at AT TIME ZONE 'Asia/Shanghai')::date AS week,
       coalesce(sum(leg.fen) FILTER (WHERE j.kind = $3), 0)::bigint AS in_fen,
       coalesce(-sum(leg.fen) FILTER (WHERE j.kind = ANY($4)), 0)::bigint AS out_fen,
       sum(sum(leg.fen)) OVER (ORDER BY date_trunc('week', j.posted_at AT TIME ZONE 'Asia/Shanghai'))
           ::bigint AS pool_fen
FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
WHERE j.market_code = $1 AND leg.account_id = $2
GROUP BY date_trunc('week', j.posted_at AT TIME ZONE 'Asia/Shanghai')
ORDER BY 1
