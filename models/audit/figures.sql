-- What there is, counted and summed.
SELECT
    (SELECT count(*) FROM orders WHERE market_code = $1) AS orders_opened,
    (SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'paid') AS orders_to_settle,
    (SELECT count(*) FROM orders WHERE market_code = $1 AND state = 'settled') AS orders_settled,
    (SELECT coalesce(sum(amount_fen), 0)::bigint FROM orders
     WHERE market_code = $1 AND state = 'settled') AS turnover_fen,
    (SELECT count(*) FROM balances WHERE market_code = $1) AS accounts,
    (SELECT coalesce(sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 11) AS reserves_fen,
    (SELECT count(*) FROM claims WHERE market_code = $1) AS claims,
    (SELECT count(*) FROM claims
     WHERE market_code = $1 AND received_fen - cut_fen - taken_back_fen = cap_fen)
        AS claims_at_cap,
    (SELECT coalesce(sum(packet_count), 0)::bigint FROM claims WHERE market_code = $1) AS packets,
    (SELECT coalesce(sum(received_fen), 0)::bigint FROM claims WHERE market_code = $1)
        AS packets_fen,
    (SELECT count(*) FROM promises WHERE market_code = $1) AS promises_pending,
    (SELECT count(*) FROM promises WHERE market_code = $1 AND last_error IS NOT NULL)
        AS promises_late,
    (SELECT count(*) FROM payouts WHERE market_code = $1 AND state = 'finished')
        AS payouts_finished,
    (SELECT count(*) FROM payouts WHERE market_code = $1 AND state IN ('prepared', 'sent'))
        AS payouts_under_way,
    (SELECT count(*) FROM payouts WHERE market_code = $1 AND state = 'dead_letter')
        AS payouts_dead,
    (SELECT coalesce(sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 10) AS carried_fen,
    (SELECT count(*) FROM transfers WHERE market_code = $1 AND result = 'SUCCESS')
        AS transfers_arrived,
    (SELECT count(*) FROM transfers WHERE market_code = $1 AND state <> 'finished')
        AS transfers_under_way,
    (SELECT count(*) FROM transfers WHERE market_code = $1 AND state = 'dead_letter')
        AS transfers_dead,
    (SELECT count(*) FROM sweeps WHERE market_code = $1) AS sweeps,
    (SELECT count(*) FROM refunds WHERE market_code = $1 AND state IN ('posted', 'finished'))
        AS refunds_posted,
    (SELECT count(*) FROM refunds WHERE market_code = $1 AND state IN ('approved', 'posted'))
        AS refunds_under_way,
    (SELECT coalesce(sum(refunded_fen), 0)::bigint FROM orders WHERE market_code = $1)
        AS refunded_fen,
    (SELECT coalesce(-sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 3) AS receivable_fen,
    (SELECT coalesce(-sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 4) AS debts_fen,
    (SELECT coalesce(sum(balance_fen), 0)::bigint FROM balances
     WHERE market_code = $1 AND account_id >> 48 = 17) AS owed_to_stores_fen,
    (SELECT count(*) FROM draw_days WHERE market_code = $1) AS days_committed
