SELECT payout_id, order_id, step, tries, last_error, created_at,
       (SELECT coalesce(sum(fen), 0)::bigint FROM unnest(amounts) AS fen) AS amount_fen
FROM payouts
WHERE market_code = $1 AND state = 'dead_letter'
ORDER BY payout_id
LIMIT $2
