-- An opened order that coupons pay whole is paid; its rule book is the one of its quote, of now.
UPDATE orders SET state = $5, paid_at = $3, transaction_id = $4
WHERE market_code = $1 AND order_id = $2 AND coupon_fen = amount_fen
    AND state = ANY($6::text[]) AND state <> 'closed'
RETURNING true
