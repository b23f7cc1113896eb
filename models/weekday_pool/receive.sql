-- What a midnight brought to claims.
UPDATE weekday_claims AS c SET received_fen = c.received_fen + w.fen
FROM unnest($2::bigint[], $3::bigint[]) AS w (claim_no, fen)
WHERE c.claim_no = w.claim_no AND c.market_code = $1
