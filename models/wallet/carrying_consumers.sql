-- Consumers of market $1 whose wallet (account kind 10) is not empty.
SELECT account_id & 281474976710655 AS consumer_no
FROM balances
WHERE market_code = $1 AND balance_fen > 0
    AND account_id BETWEEN 10::bigint << 48 AND (11::bigint << 48) - 1
ORDER BY account_id
