-- The claim that order $3 of consumer $2 opened or joined: the youngest of that queue and day which
-- is not younger than the order's own journal. None while the order is not settled.
-- A queue is a merchant number times 16 and a tier (models/packet_chain/rules.py).
SELECT c.claim_no
FROM journals AS j
JOIN orders AS o ON o.market_code = $1 AND o.order_id = $3 AND o.consumer_no = $2
JOIN claims AS c ON c.market_code = $1 AND c.consumer_no = $2
WHERE j.market_code = $1 AND j.kind = 1 AND j.subject_id = $3
  AND c.queue_id = o.merchant_no * 16 + o.tier
  AND c.opened_on = (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date
  AND c.claim_no <= j.seq
ORDER BY c.claim_no DESC
LIMIT 1
