-- Claims on the pool: how far they may go, how far they came, and how many rose with a second store.
SELECT coalesce(sum(cap_fen - received_fen + taken_back_fen), 0)::bigint AS caps_left_fen,
       count(*) AS claims,
       count(*) FILTER (WHERE closed) AS claims_at_cap,
       count(*) FILTER (WHERE partners > 1) AS claims_with_partners,
       coalesce(10000 * sum(received_fen - taken_back_fen) / nullif(sum(cap_fen), 0), 0)::integer
           AS reached_bp
FROM weekday_claims
WHERE market_code = $1
