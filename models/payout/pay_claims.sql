UPDATE claims AS c SET paid_fen = c.paid_fen + paid.fen
FROM unnest($2::bigint[], $3::bigint[]) AS paid (claim_no, fen)
WHERE c.market_code = $1 AND c.claim_no = paid.claim_no
