SELECT r.market_code, r.sub_mchid, r.receiver_id, r.state
FROM unnest($1::integer[], $2::text[], $3::bigint[]) AS a (market_code, sub_mchid, receiver_id)
JOIN receivers AS r ON r.market_code = a.market_code AND r.sub_mchid = a.sub_mchid
    AND r.receiver_id = a.receiver_id
WHERE r.retry_at IS NULL OR r.retry_at > $4
