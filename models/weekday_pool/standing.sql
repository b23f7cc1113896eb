-- A market's pool between two midnights: its balance (account $2), and what the last release found.
SELECT coalesce((SELECT balance_fen FROM balances
                 WHERE market_code = $1 AND account_id = $2), 0) AS pool_fen,
       (SELECT released_on FROM weekday_pools WHERE market_code = $1) AS released_on,
       coalesce((SELECT waiting_claims FROM weekday_pools WHERE market_code = $1), 0)
           AS waiting_claims,
       coalesce((SELECT lacking_fen FROM weekday_pools WHERE market_code = $1), 0) AS lacking_fen
