-- Become the market's one writer, and have the statements of this transaction planned by key: they
-- reach a handful of rows in tables of any size, but a planner left to guess how many rows an array
-- holds would rather read a whole table. They are planned once a session, since planning a short
-- batch takes longer than running it; but in a young market at each batch, because between indexes
-- of empty tables the planner takes any, and would keep it while they fill; unless there is nothing
-- to choose between ($2).
SELECT seq, hash,
       set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true),
       set_config('enable_seqscan', 'off', true),
       set_config(
           'plan_cache_mode',
           CASE WHEN $2::boolean OR seq >= 5000 THEN 'force_generic_plan' ELSE 'force_custom_plan' END,
           true
       )
FROM ledger_heads WHERE market_code = $1
FOR UPDATE
