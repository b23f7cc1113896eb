-- What moved the accounts $2 of market $1 before $4: what they stood at when the period began ($3), what
-- each kind of journal did within it, and what of the income would be withheld.
SELECT account_id,
       coalesce(sum(fen) FILTER (WHERE posted_at < $3), 0)::bigint AS opening_fen,
       coalesce(sum(fen) FILTER (WHERE posted_at >= $3 AND kind = 1), 0)::bigint AS earned_fen,
       coalesce(sum(fen) FILTER (WHERE posted_at >= $3 AND kind = 12), 0)::bigint AS bounties_fen,
       coalesce(sum(fen) FILTER (WHERE posted_at >= $3 AND kind = 4), 0)::bigint AS refunded_fen,
       coalesce(sum(fen) FILTER (WHERE posted_at >= $3 AND kind = 2), 0)::bigint AS sent_fen,
       coalesce(sum(fen) FILTER (WHERE posted_at >= $3 AND kind = 3), 0)::bigint AS came_back_fen,
       coalesce(sum(fen) FILTER (WHERE posted_at >= $3 AND kind NOT IN (1, 2, 3, 4, 12)), 0)::bigint
           AS other_fen,
       sum(fen)::bigint AS closing_fen,
       coalesce(sum(fen * withheld_bp / 10000)
                FILTER (WHERE posted_at >= $3 AND kind IN (1, 4, 12)), 0)::bigint AS withholding_fen
FROM earnings
WHERE market_code = $1 AND account_id = ANY($2::bigint[]) AND posted_at < $4
GROUP BY account_id
ORDER BY account_id
