-- Distributions by registers that name consumer $1, newest first, before id $2.
SELECT d.distribution_id, m.name AS store_name, d.month, d.amount_fen,
       r.shares[p.place] AS share, r.whole, d.state, d.fens[p.place] AS fen, d.declared_at,
       d.ended_at
FROM share_registers AS r
CROSS JOIN LATERAL (SELECT array_position(r.holders, $1::bigint) AS place) AS p
JOIN distributions AS d ON d.market_code = r.market_code AND d.merchant_no = r.merchant_no
    AND d.register_version = r.version
JOIN merchants AS m ON m.merchant_no = r.merchant_no
WHERE r.holders @> ARRAY[$1::bigint] AND ($2::bigint IS NULL OR d.distribution_id < $2)
ORDER BY d.distribution_id DESC
LIMIT $3
