-- Places lie at or below zero, whatever is owed (reserves too) at or above.
SELECT account_id, format('balance %s', balance_fen)
FROM balances
WHERE market_code = $1
    AND CASE WHEN account_id >> 48 < 10 THEN balance_fen > 0 ELSE balance_fen < 0 END
