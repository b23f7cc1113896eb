INSERT INTO orders (
    market_code, order_id, merchant_no, sub_mchid, consumer_no, amount_fen,
    coupon_fen, discount_bp, tier, book_no, parties, hold_seconds, state, opened_at, quote
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
