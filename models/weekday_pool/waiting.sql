-- The open claims of market $1 on bills before day $2 that no dispute holds, oldest first.
SELECT claim_no, consumer_no, amount_fen, cap_fen - received_fen + taken_back_fen AS lacking_fen
FROM weekday_claims
WHERE market_code = $1 AND NOT closed AND NOT frozen AND opened_on < $2
ORDER BY claim_no
