-- The persons ($4 to $5) of sub-merchant $2 who were used least recently, at most $3, without those
-- whom a payout under way names.
UPDATE receivers SET state = 'retiring'
WHERE market_code = $1 AND sub_mchid = $2 AND receiver_id IN (
    SELECT receiver_id FROM receivers AS r
    WHERE market_code = $1 AND sub_mchid = $2 AND state = 'added'
      AND receiver_id BETWEEN $4 AND $5
      AND receiver_id NOT IN (
          SELECT unnest(receivers) FROM payouts
          WHERE market_code = $1 AND sub_mchid = $2 AND state <> 'finished'
      )
    ORDER BY used_at LIMIT $3
)
