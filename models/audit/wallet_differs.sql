-- What left the claims of a person, and what came otherwise (releases, redemptions and distributions:
-- kinds 10, 11 and 13; rebates at once that payouts took; less what refunds of bills of pools took
-- out of the wallet again, and what of packets and rebates covered such a bill's debt), is in one
-- place: with WeChat or with the person (lines of splits, transfers), carried in the wallet, swept, or
-- taken back of claims by refunds, less what of that is still a debt.
SELECT consumer_no,
       format('left claims %s, came %s; sent %s, carried %s, swept %s, taken back %s, debt %s',
              left_fen, coalesce(came_fen, 0),
              coalesce(lines_fen, 0) + coalesce(transfers_fen, 0), coalesce(carried_fen, 0),
              coalesce(swept_fen, 0), taken_back_fen, coalesce(debt_fen, 0))
FROM (
    SELECT consumer_no, sum(paid_fen) AS left_fen, sum(taken_back_fen) AS taken_back_fen,
           -sum(b.balance_fen) AS debt_fen
    FROM claims AS c
    LEFT JOIN balances AS b
        ON b.market_code = $1 AND b.account_id = (4::bigint << 48) + c.claim_no
    WHERE c.market_code = $1
    GROUP BY consumer_no
) AS kept
FULL JOIN (
    SELECT consumer_no, sum(fen) AS came_fen
    FROM (
        SELECT leg.account_id & 281474976710655 AS consumer_no,
               CASE WHEN leg.account_id >> 48 = 10 THEN leg.fen ELSE -leg.fen END AS fen
        FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
        WHERE j.market_code = $1 AND (
            (j.kind IN (10, 11, 13) AND leg.account_id >> 48 = 10)
            OR (j.kind = 2 AND leg.account_id >> 48 = 19)
            OR (j.kind = 4 AND leg.account_id >> 48 = 10 AND j.evidence ->> 'program' IS NOT NULL)
        )
        UNION ALL
        SELECT d.holder_id & 281474976710655, -leg.fen
        FROM journals AS j, unnest(j.accounts, j.amounts) AS leg (account_id, fen)
        JOIN pool_debts AS d
            ON d.market_code = $1 AND d.record_no = leg.account_id & 281474976710655
        WHERE j.market_code = $1 AND j.kind = 2 AND leg.account_id >> 48 = 4
            AND d.holder_id >> 48 = 10
    ) AS moved
    GROUP BY consumer_no
) AS came USING (consumer_no)
FULL JOIN (
    SELECT leg.receiver_id & 281474976710655 AS consumer_no, sum(leg.fen) AS lines_fen
    FROM payouts AS p, unnest(p.receivers, p.amounts, p.results) AS leg (receiver_id, fen, result)
    WHERE p.market_code = $1 AND p.step = 'split' AND leg.receiver_id >> 48 = 10
        AND leg.result IN ('PENDING', 'SUCCESS')
    GROUP BY 1
) AS lines USING (consumer_no)
FULL JOIN (
    SELECT consumer_no, sum(fen) AS transfers_fen
    FROM transfers WHERE market_code = $1 AND result IN ('PENDING', 'SUCCESS')
    GROUP BY consumer_no
) AS transferred USING (consumer_no)
FULL JOIN (
    SELECT account_id & 281474976710655 AS consumer_no, balance_fen AS carried_fen
    FROM balances WHERE market_code = $1 AND account_id >> 48 = 10
) AS wallets USING (consumer_no)
FULL JOIN (
    SELECT consumer_no, sum(fen) AS swept_fen FROM sweeps WHERE market_code = $1 GROUP BY consumer_no
) AS swept USING (consumer_no)
WHERE coalesce(left_fen, 0) + coalesce(came_fen, 0) <> coalesce(lines_fen, 0) + coalesce(transfers_fen, 0)
    + coalesce(carried_fen, 0) + coalesce(swept_fen, 0) + coalesce(taken_back_fen, 0)
    - coalesce(debt_fen, 0)
