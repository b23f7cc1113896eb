-- What went into a pool and out of it, by kind of journal.
SELECT j.kind,
       count(*) AS journals,
       coalesce(sum(leg.fen) FILTER (WHERE leg.fen > 0), 0)::bigint AS in_fen,
       coalesce(-sum(leg.fen) FILTER (WHERE leg.fen < 0), 0)::bigint AS out_fen
FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
WHERE j.market_code = $1 AND leg.account_id = $2
GROUP BY j.kind
