-- What came of the orders of a market, in one row.
WITH settled AS (
    SELECT o.order_id, o.amount_fen, o.discount_bp, o.amount_fen::bigint * o.discount_bp / 10000
        AS discount_fen
    FROM orders AS o WHERE o.market_code = $1 AND o.state = 'settled'
), claimed AS (
    SELECT claim_no, cap_fen, received_fen, packet_count, closed,
           received_fen::numeric / cap_fen AS share
    FROM claims WHERE market_code = $1
)
SELECT
    (SELECT count(*) FROM settled) AS orders,
    (SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'opened') AS orders_opened,
    (SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'paid') AS orders_to_settle,
    (SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'closed') AS orders_closed,
    (SELECT coalesce(sum(amount_fen), 0)::bigint FROM settled) AS turnover_fen,
    (SELECT coalesce(sum(discount_fen), 0)::bigint FROM settled) AS discount_fen,
    (SELECT coalesce(sum(packet_count), 0)::bigint FROM claimed) AS packets,
    (SELECT coalesce(sum(received_fen), 0)::bigint FROM claimed) AS packets_fen,
    (SELECT count(*) FROM claimed) AS claims,
    (SELECT count(*) FROM claimed WHERE closed) AS claims_closed,
    (SELECT count(*) FROM claimed WHERE received_fen = cap_fen) AS claims_at_cap,
    (SELECT count(*) FROM claimed WHERE received_fen = 0) AS claims_without_packets,
    (SELECT (10000 * percentile_disc(0.5) WITHIN GROUP (ORDER BY share))::integer
     FROM claimed WHERE closed) AS median_rebate_of_closed_bp,
    (SELECT (10000 * percentile_disc(0.5) WITHIN GROUP (ORDER BY share))::integer FROM claimed)
        AS median_rebate_bp,
    (SELECT (10000 * max(share))::integer FROM claimed) AS best_rebate_bp,
    (SELECT coalesce(sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 11) AS reserves_fen,
    (SELECT coalesce(sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 10) AS carried_fen,
    (SELECT count(*) FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 10 AND balance_fen > 0) AS carried_people,
    (SELECT count(*) FROM promises WHERE market_code = $1) AS promises_pending
