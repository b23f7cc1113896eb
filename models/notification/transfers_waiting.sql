-- Transfers of market $1 that wait for their persons to confirm them, told until when ($2: now).
SELECT 'transfer_waiting' AS template, 'consumer' AS program, t.consumer_no AS person_no,
       'trf' AS kind, t.transfer_id AS number, t.fen::bigint AS amount_fen,
       NULL::integer AS merchant_no, '请在截止前点开，确认收款到零钱' AS words, t.expires_at AS at
FROM transfers AS t
WHERE t.market_code = $1 AND t.state = 'waiting' AND t.expires_at > $2::timestamptz
