UPDATE receivers AS r SET used_at = $4
FROM unnest($1::integer[], $2::text[], $3::bigint[]) AS a (market_code, sub_mchid, receiver_id)
WHERE r.market_code = a.market_code AND r.sub_mchid = a.sub_mchid
    AND r.receiver_id = a.receiver_id AND r.used_at < $4::timestamptz - interval '1 day'
