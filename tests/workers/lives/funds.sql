-- Of each store whose settled bills all funded packets: what their funds are now, what stands against them (packets
-- net of what went back, reserves, debts that will fill reserves, less what later bills have to
-- cover), and whether a bill of it was refunded after its discount had been divided.
WITH bills AS (
    SELECT o.merchant_no, o.order_id, coalesce(
        (SELECT (j.evidence ->> 'fund_after_fen')::bigint FROM journals AS j
         WHERE j.kind = 4 AND (j.evidence ->> 'order_id')::bigint = o.order_id
         ORDER BY j.seq DESC LIMIT 1),
        (SELECT (j.evidence ->> 'fund_fen')::bigint + (j.evidence ->> 'netted_fen')::bigint
         FROM journals AS j WHERE j.kind = 1 AND j.subject_id = o.order_id)
    ) AS fund_fen
    FROM orders AS o WHERE o.state = 'settled'
), kept AS (
    SELECT o.merchant_no, c.received_fen - c.cut_fen - c.taken_back_fen + coalesce((
        SELECT b.balance_fen FROM balances AS b
        WHERE b.account_id = (18::bigint << 48 | c.claim_no)
    ), 0) AS fen
    FROM claims AS c JOIN orders AS o USING (order_id)
    UNION ALL
    SELECT (account_id & (1::bigint << 48) - 1) / 16, balance_fen
    FROM balances WHERE account_id >> 48 = 11
    UNION ALL
    SELECT account_id & (1::bigint << 48) - 1, balance_fen FROM balances WHERE account_id >> 48 = 3
)
SELECT b.merchant_no, sum(b.fund_fen)::bigint AS funds_fen,
    (SELECT coalesce(sum(k.fen), 0)::bigint FROM kept AS k
     WHERE k.merchant_no = b.merchant_no) AS kept_fen,
    EXISTS (SELECT FROM journals AS j WHERE j.kind = 4 AND j.evidence ->> 'phase' = 'split'
        AND (j.evidence ->> 'merchant_no')::integer = b.merchant_no) AS divided
FROM bills AS b
WHERE NOT EXISTS (
    SELECT FROM orders AS o JOIN journals AS j ON j.kind = 1 AND j.subject_id = o.order_id
    WHERE o.merchant_no = b.merchant_no AND j.evidence ->> 'program' <> 'packet_chain'
)
GROUP BY b.merchant_no
