INSERT INTO reconciliation_breaks (
    day, bill, type, subject, nature, market_code, number, ours_fen, theirs_fen, other_day,
    detail, facts, owner, correction, state, words, closed_by, first_seen_at, last_seen_at,
    closed_at
)
VALUES (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::json, $13, $14, $15, $16, $17, $18, $18, $19
)
ON CONFLICT (day, bill, type, subject) DO NOTHING
