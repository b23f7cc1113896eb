-- What people got of what they spent, in journals of the kinds $2 to accounts of the kinds $3.
-- Purses of stores have numbers from 2^40 on.
WITH legs AS (
    SELECT leg.account_id & ((1::bigint << 48) - 1) AS holder_no, j.kind, leg.fen
    FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
    WHERE j.market_code = $1 AND j.kind = ANY($2) AND leg.fen > 0
        AND leg.account_id >> 48 = ANY($3)
), got AS (
    SELECT holder_no, sum(fen)::bigint AS fen FROM legs GROUP BY holder_no
), spent AS (
    SELECT consumer_no, sum(amount_fen)::bigint AS fen
    FROM orders WHERE market_code = $1 AND state = 'settled' GROUP BY consumer_no
), shares AS (
    SELECT coalesce(got.fen, 0) AS fen, coalesce(got.fen, 0) * 10000 / spent.fen AS share_bp
    FROM spent LEFT JOIN got ON got.holder_no = spent.consumer_no
)
SELECT count(*) AS people,
       count(*) FILTER (WHERE fen > 0) AS people_who_got,
       coalesce(sum(fen), 0)::bigint AS got_fen,
       (SELECT coalesce(sum(fen), 0)::bigint FROM got WHERE holder_no >= 1::bigint << 40)
           AS stores_got_fen,
       coalesce(percentile_disc(0.1) WITHIN GROUP (ORDER BY share_bp), 0)::integer AS tenth_bp,
       coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY share_bp), 0)::integer AS median_bp,
       coalesce(percentile_disc(0.9) WITHIN GROUP (ORDER BY share_bp), 0)::integer AS ninetieth_bp,
       coalesce(max(share_bp), 0)::integer AS best_bp
FROM shares
