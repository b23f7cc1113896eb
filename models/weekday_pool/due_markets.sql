-- The markets with a midnight to release: all days up to $1 are due, in order, each once the bills
-- before it are settled; what can't be settled was set apart, and holds up nobody.
SELECT p.market_code
FROM weekday_pools AS p
WHERE p.released_on < $1 AND NOT EXISTS (
    SELECT FROM orders AS o
    WHERE o.market_code = p.market_code AND o.state = 'paid'
      AND o.paid_at < (p.released_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND NOT EXISTS (
          SELECT FROM promises AS m
          WHERE m.market_code = o.market_code AND m.job = 'order.settle'
              AND m.subject_id = o.order_id
      )
)
