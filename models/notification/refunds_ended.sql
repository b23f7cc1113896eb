-- Refunds of market $1 that were paid back or declined within the day before $2, for their consumers.
SELECT 'refund_progress' AS template, 'consumer' AS program, r.consumer_no AS person_no,
       'ref' AS kind, r.refund_id AS number, r.amount_fen::bigint AS amount_fen, r.merchant_no,
       CASE r.state WHEN 'finished' THEN '退款成功' ELSE '商家拒绝' END AS words,
       coalesce(r.finished_at, r.decided_at) AS at
FROM refunds AS r
WHERE r.market_code = $1 AND r.state IN ('finished', 'declined')
    AND coalesce(r.finished_at, r.decided_at) > $2::timestamptz - interval '1 day'
