-- What came of the orders of a market, in one row.
WITH settled AS (
    SELECT o.amount_fen, o.amount_fen::bigint * o.discount_bp / 10000 AS discount_fen
    FROM orders AS o WHERE o.market_code = $1 AND o.state = 'settled'
)
SELECT
    (SELECT count(*) FROM settled) AS orders,
    (SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'opened') AS orders_opened,
    (SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'paid') AS orders_to_settle,
    (SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'closed') AS orders_closed,
    (SELECT coalesce(sum(amount_fen), 0)::bigint FROM settled) AS turnover_fen,
    (SELECT coalesce(sum(discount_fen), 0)::bigint FROM settled) AS discount_fen,
    (SELECT coalesce(sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 11) AS reserves_fen,
    (SELECT coalesce(sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 10) AS carried_fen,
    (SELECT count(*) FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 10 AND balance_fen > 0) AS carried_people,
    (SELECT count(*) FROM promises WHERE market_code = $1) AS promises_pending
