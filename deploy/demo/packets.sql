-- What came of the queues of a market, in one row.
WITH claimed AS (
    SELECT cap_fen, received_fen, packet_count, closed, received_fen::numeric / cap_fen AS share
    FROM claims WHERE market_code = $1
)
SELECT coalesce(sum(packet_count), 0)::bigint AS packets,
       coalesce(sum(received_fen), 0)::bigint AS packets_fen,
       count(*) AS claims,
       count(*) FILTER (WHERE closed) AS claims_closed,
       count(*) FILTER (WHERE received_fen = cap_fen) AS claims_at_cap,
       count(*) FILTER (WHERE received_fen = 0) AS claims_without_packets,
       (10000 * percentile_disc(0.5) WITHIN GROUP (ORDER BY share) FILTER (WHERE closed))::integer
           AS median_rebate_of_closed_bp,
       (10000 * percentile_disc(0.5) WITHIN GROUP (ORDER BY share))::integer AS median_rebate_bp,
       (10000 * max(share))::integer AS best_rebate_bp
FROM claimed
