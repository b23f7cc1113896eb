INSERT INTO messages (
    market_code, message_id, program, person_no, template, subject, amount_fen, counted,
    merchant_no, words, at, due_at, created_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (market_code, program, person_no, template, subject) DO NOTHING
RETURNING message_id
