-- Become the market's one writer, and have the statements of this transaction planned by key, once a
-- session: they reach a handful of rows in tables of any size, but a planner left to guess how many
-- rows an array holds would rather read a whole table, and one that looks at every batch's values
-- takes longer to plan a short batch than to run it.
SELECT seq, hash,
       set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true),
       set_config('enable_seqscan', 'off', true),
       set_config('plan_cache_mode', 'force_generic_plan', true)
FROM ledger_heads WHERE market_code = $1
FOR UPDATE
