-- Bills settled between the journals $2 and $3 of market $1 (kind 1), for each member of the store's
-- staff who ever answered a dialogue about payments ($4).
SELECT s.staff_no AS person_no, o.order_id, o.merchant_no, o.amount_fen, o.paid_at AS at
FROM journals AS j
JOIN orders AS o ON o.market_code = j.market_code AND o.order_id = j.subject_id
JOIN staff AS s ON s.merchant_no = o.merchant_no
JOIN notification_choices AS c
    ON c.program = 'merchant' AND c.template = $4 AND c.person_no = s.staff_no
WHERE j.market_code = $1 AND j.seq > $2 AND j.seq <= $3 AND j.kind = 1
ORDER BY j.seq, s.staff_no
