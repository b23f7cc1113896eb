-- Distributions of market $1 that were paid, and every journal of one (kind 13).
SELECT coalesce(d.distribution_id, j.subject_id) AS subject, d.distribution_id, d.merchant_no,
       d.register_version, d.month, d.amount_fen, d.declared_by, d.declared_at, d.state, d.fens,
       j.kind, j.subject_id, j.accounts, j.amounts, j.evidence
FROM (SELECT * FROM distributions WHERE market_code = $1) AS d
FULL JOIN (SELECT * FROM journals WHERE market_code = $1 AND kind = 13) AS j
    ON j.subject_id = d.distribution_id
WHERE d.state = 'paid' OR j.subject_id IS NOT NULL
ORDER BY 1
