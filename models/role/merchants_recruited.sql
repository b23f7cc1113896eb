-- Merchants of market $1 (one of them: $2) for whose recruiter a bounty is still to be earned, with the
-- terms that applied when they joined, and enough settled bills that it is worth counting.
SELECT m.merchant_no, m.bd_payee_no,
       t.amount_fen, t.bills, t.consumers, t.least_bill_fen
FROM merchants AS m
CROSS JOIN LATERAL (
    SELECT * FROM bounty_terms
    WHERE market_code IN ($1, 0) AND effective_at <= m.created_at
    ORDER BY market_code DESC, effective_at DESC
    LIMIT 1
) AS t
WHERE m.market_code = $1 AND ($2::integer IS NULL OR m.merchant_no = $2)
    AND m.bd_payee_no IS NOT NULL AND t.amount_fen > 0
    AND NOT EXISTS (
        SELECT FROM journals AS j
        WHERE j.market_code = $1 AND j.kind = 12 AND j.subject_id = m.merchant_no
    )
    AND EXISTS (
        SELECT FROM orders AS o
        WHERE o.market_code = $1 AND o.merchant_no = m.merchant_no AND o.state = 'settled'
        OFFSET t.bills - 1
    )
ORDER BY m.merchant_no
