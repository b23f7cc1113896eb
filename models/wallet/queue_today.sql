-- What happened today in the queue of claim $3: bills of others that came after it and gave packets (paid since $5;
-- $4 is an order id that none of them can be below), how many gave it a packet, and the latest.
WITH bills AS (
    SELECT j.seq, j.evidence, o.order_id = ANY (c.packet_orders) AS gave
    FROM claims AS c
    JOIN orders AS o ON o.market_code = $1 AND o.merchant_no = c.queue_id / 16
        AND o.tier = c.queue_id % 16 AND o.order_id >= $4 AND o.paid_at >= $5
        AND o.consumer_no <> $2
    JOIN journals AS j
        ON j.market_code = $1 AND j.kind = 1 AND j.subject_id = o.order_id AND j.seq > c.claim_no
        AND NOT coalesce((j.evidence ->> 'further_bill')::boolean, false)
    WHERE c.market_code = $1 AND c.consumer_no = $2 AND c.claim_no = $3
)
SELECT count(*) AS bills, count(*) FILTER (WHERE gave) AS packets,
       (SELECT evidence::text FROM bills ORDER BY seq DESC LIMIT 1) AS last
FROM bills
