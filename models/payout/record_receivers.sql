-- A receiver that is being retired stays so until it is gone at WeChat.
INSERT INTO receivers (market_code, sub_mchid, receiver_id, state, used_at, retry_at)
SELECT market_code, sub_mchid, receiver_id, $4::text, $5::timestamptz, $6::timestamptz
FROM unnest($1::integer[], $2::text[], $3::bigint[]) AS a (market_code, sub_mchid, receiver_id)
ON CONFLICT (market_code, sub_mchid, receiver_id) DO UPDATE
    SET state = excluded.state, used_at = excluded.used_at, retry_at = excluded.retry_at
    WHERE receivers.state <> 'retiring'
