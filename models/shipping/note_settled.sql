-- Orders $2 of market $1 are settled at $3, from any of the states $4; their payouts are promised
-- anew ($5), for the later of that moment and the end of their hold.
WITH settled AS (
    UPDATE shipments
    SET state = 'settled', settled_at = $3, last_error = NULL
    WHERE market_code = $1 AND order_id = ANY($2::bigint[]) AND state = ANY($4::text[])
    RETURNING order_id
),
promised AS (
    INSERT INTO promises (market_code, job, subject_id, due_at)
    SELECT $1, $5, o.order_id,
           greatest(o.paid_at + o.hold_seconds * interval '1 second', $3)
    FROM settled JOIN orders AS o ON o.market_code = $1 AND o.order_id = settled.order_id
    WHERE o.state = 'settled' AND NOT EXISTS (
        SELECT FROM payouts AS p WHERE p.market_code = $1 AND p.order_id = o.order_id
    )
    ON CONFLICT (market_code, job, subject_id) DO UPDATE
        SET due_at = least(promises.due_at, excluded.due_at), attempt = 0, hand = 0, last_error = NULL,
            leased_until = NULL
)
SELECT order_id FROM settled
