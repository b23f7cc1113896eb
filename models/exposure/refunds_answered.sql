-- For each store of market $1 (or store $4 alone) the refunds that consumers asked for from $2 to
-- $3: those answered within 24 hours, and how many were not by $5. What was taken back is neither.
SELECT merchant_no,
       coalesce(array_agg(refund_id ORDER BY refund_id) FILTER (WHERE answered), '{}') AS subjects,
       count(*) FILTER (WHERE NOT answered AND created_at + interval '24 hours' <= $5)::integer
           AS missed
FROM (
    SELECT merchant_no, refund_id, created_at,
           coalesce(decided_at <= created_at + interval '24 hours', false) AS answered
    FROM refunds
    WHERE market_code = $1 AND asked_by = 'consumer' AND state <> 'withdrawn'
        AND created_at >= $2 AND created_at < $3 AND created_at <= $5
        AND ($4::integer IS NULL OR merchant_no = $4)
) AS asked
GROUP BY merchant_no
