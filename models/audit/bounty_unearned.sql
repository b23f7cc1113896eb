-- Every bounty (journal kind 12) is of the amount and by the terms that applied when its merchant joined,
-- goes from the platform (kind 15) to a recruiter (kind 13), and is shown by bills of the merchant that
-- were settled, beyond their hold and not refunded when it was given.
SELECT j.subject_id, 'not what its bills and terms make it'
FROM journals AS j
LEFT JOIN merchants AS m ON m.market_code = $1 AND m.merchant_no = j.subject_id
LEFT JOIN LATERAL (
    SELECT * FROM bounty_terms
    WHERE market_code IN ($1, 0) AND effective_at <= m.created_at
    ORDER BY market_code DESC, effective_at DESC
    LIMIT 1
) AS t ON true
CROSS JOIN LATERAL (
    SELECT count(DISTINCT o.order_id) AS bills, count(DISTINCT o.consumer_no) AS consumers
    FROM json_array_elements_text(j.evidence -> 'order_ids') AS listed (order_id)
    JOIN orders AS o ON o.market_code = $1 AND o.order_id = listed.order_id::bigint
    JOIN journals AS s
        ON s.market_code = $1 AND s.kind = 1 AND s.subject_id = o.order_id AND s.seq < j.seq
    WHERE o.merchant_no = j.subject_id AND o.amount_fen >= t.least_bill_fen
        AND o.paid_at + o.hold_seconds * interval '1 second' <= j.posted_at
        AND NOT EXISTS (
            SELECT FROM refunds AS r
            JOIN journals AS k ON k.market_code = $1 AND k.kind = 4 AND k.subject_id = r.refund_id
            WHERE r.market_code = $1 AND r.order_id = o.order_id AND k.seq < j.seq
        )
) AS shown
WHERE j.market_code = $1 AND j.kind = 12 AND (
    m.merchant_no IS NULL
    OR j.accounts IS DISTINCT FROM
       ARRAY[15::bigint << 48, (13::bigint << 48) + (j.evidence ->> 'bd_payee_no')::bigint]
    OR j.amounts IS DISTINCT FROM ARRAY[-t.amount_fen, t.amount_fen]::bigint[]
    OR shown.bills < t.bills OR shown.consumers < t.consumers
)
