UPDATE green_grants AS g
SET scheduled_fen = g.scheduled_fen + d.due, payer_fen = g.payer_fen + d.payer,
    store_fen = g.store_fen + d.store
FROM unnest($2::text::bigint[], $3::text::bigint[], $4::text::bigint[], $5::text::bigint[])
    AS d (grant_no, due, payer, store)
WHERE g.market_code = $1 AND g.grant_no = d.grant_no
