-- Become the market's one writer, and have the statements of this transaction planned by key: they
-- reach a handful of rows in tables of any size, but a planner left to guess how many rows an array
-- holds would rather read a whole table.
SELECT seq, hash,
       set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true),
       set_config('enable_seqscan', 'off', true)
FROM ledger_heads WHERE market_code = $1
FOR UPDATE
