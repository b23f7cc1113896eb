-- A store by its code, with the terms, the rule book and the code of its district that apply at $2: one
-- row, one round trip.
SELECT m.market_code, m.merchant_no, m.scene, m.name, m.industry,
       CASE WHEN EXISTS (SELECT FROM region_successors AS r WHERE r.region_code = m.region_code)
           THEN region_at(m.region_code, $2) ELSE m.region_code
       END AS region_code, m.region_name, m.sub_mchid, m.open,
       m.locker_payee_no, m.bd_payee_no, m.inviter_payee_no,
       t.discount_bp, t.tier_uppers, t.hold_seconds, b.book_no, b.hash AS book_hash
FROM merchants AS m
LEFT JOIN LATERAL (
    SELECT discount_bp, tier_uppers, hold_seconds FROM merchant_terms
    WHERE merchant_no = m.merchant_no AND effective_at <= $2
    ORDER BY effective_at DESC LIMIT 1
) AS t ON true
LEFT JOIN LATERAL (
    SELECT book_no, hash FROM rule_books
    WHERE market_code = m.market_code AND effective_at <= $2
    ORDER BY effective_at DESC LIMIT 1
) AS b ON true
WHERE m.scene = $1
