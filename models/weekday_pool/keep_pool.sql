-- The market's pool: its first bills begin the calendar of its releases with the day after theirs.
INSERT INTO weekday_pools AS p (market_code, released_on, longest_window_days) VALUES ($1, $2, $3)
ON CONFLICT (market_code)
DO UPDATE SET longest_window_days = excluded.longest_window_days
WHERE p.longest_window_days < excluded.longest_window_days
