-- Whether another refund than $4 still asks for a bill of claim $3, whose consumer is $2.
SELECT EXISTS (
    SELECT FROM refunds AS r
    JOIN journals AS j ON j.market_code = $1 AND j.kind = 1 AND j.subject_id = r.order_id
    WHERE r.market_code = $1 AND r.consumer_no = $2 AND r.refund_id <> $4
        AND r.state IN ('asked', 'approved')
        AND (j.evidence ->> 'own_claim_no')::bigint = $3
)
