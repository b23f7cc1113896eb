-- Claims whose caps rose: number, partners and cap alongside.
UPDATE weekday_claims AS c SET partners = w.partners, cap_fen = w.cap_fen
FROM unnest($2::bigint[], $3::smallint[], $4::bigint[]) AS w (claim_no, partners, cap_fen)
WHERE c.claim_no = w.claim_no AND c.market_code = $1
