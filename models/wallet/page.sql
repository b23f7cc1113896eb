-- One page of packets (the CTE `k` comes before): those after packet ($4, $5), with their store's
-- name and the moment at which they were drawn.
-- A queue is a merchant number times 16 and a tier (models/packet_chain/rules.py).
SELECT k.claim_no, k.order_id, k.fen, k.state, m.name AS store_name, j.posted_at AS drawn_at
FROM k
JOIN merchants AS m ON m.merchant_no = k.queue_id / 16
JOIN journals AS j ON j.market_code = $1 AND j.kind = 1 AND j.subject_id = k.order_id
WHERE $4::bigint IS NULL OR (k.order_id, k.claim_no) < ($4, $5)
ORDER BY k.order_id DESC, k.claim_no DESC
LIMIT $6
