-- A payout that has not ended is promised to be seen to its end, and an order's payout that has
-- ended was followed by its next step, up to the unfreezing.
SELECT p.payout_id, format('%s %s and nobody promised to go on', p.step, p.state)
FROM payouts AS p
WHERE p.market_code = $1 AND p.state IN ('prepared', 'sent') AND NOT EXISTS (
    SELECT FROM promises AS m
    WHERE m.market_code = $1 AND m.job = 'payout.drive' AND m.subject_id = p.payout_id
)
UNION ALL
SELECT max(p.payout_id), format('order %s ends without unfreezing', p.order_id)
FROM payouts AS p
WHERE p.market_code = $1
GROUP BY p.order_id
HAVING bool_and(p.state = 'finished') AND NOT bool_or(p.step = 'unfreeze')
