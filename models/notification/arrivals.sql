-- What arrived at WeChat for people who ever answered a dialogue about it ($4), between the journals
-- $2 and $3 of market $1: kind 3 says how a payout ended, and a person is a receiver of kind 10.
SELECT j.seq, c.person_no, sum(l.fen)::bigint AS amount_fen, count(*)::integer AS counted,
       min(p.merchant_no) AS merchant_no, j.posted_at AS at
FROM journals AS j
JOIN payouts AS p ON p.market_code = j.market_code AND p.payout_id = j.subject_id
CROSS JOIN LATERAL unnest(p.receivers, p.amounts, p.results) AS l (receiver, fen, result)
JOIN notification_choices AS c
    ON c.program = 'consumer' AND c.template = $4
    AND c.person_no = l.receiver & ((1::bigint << 48) - 1)
WHERE j.market_code = $1 AND j.seq > $2 AND j.seq <= $3 AND j.kind = 3
    AND l.result = 'SUCCESS' AND l.receiver >> 48 = 10
GROUP BY j.seq, j.posted_at, c.person_no
ORDER BY j.seq, c.person_no
