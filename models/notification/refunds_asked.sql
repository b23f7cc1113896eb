-- Refunds of market $1 that wait for their store's answer, for each of its owners and managers; asked
-- within the day before $2.
SELECT 'refund_asked' AS template, 'merchant' AS program, s.staff_no AS person_no,
       'ref' AS kind, r.refund_id AS number, r.amount_fen::bigint AS amount_fen,
       r.merchant_no, r.reason AS words, r.created_at AS at
FROM refunds AS r
JOIN staff AS s ON s.merchant_no = r.merchant_no AND s.role IN ('owner', 'manager')
WHERE r.market_code = $1 AND r.state = 'asked'
    AND r.created_at > $2::timestamptz - interval '1 day'
