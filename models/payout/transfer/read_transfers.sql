SELECT t.market_code, t.transfer_id, t.consumer_no, t.fen, t.state, t.created_at, t.result,
       t.package_info, t.expires_at, t.cancel_asked, t.name_index, t.name_sealed, t.name_key, t.asked,
       t.tries, t.rest_until, t.last_error, t.finished_at
FROM unnest($1::integer[], $2::bigint[]) AS asked_for (market_code, transfer_id)
JOIN transfers AS t
    ON t.market_code = asked_for.market_code AND t.transfer_id = asked_for.transfer_id
ORDER BY t.market_code, t.transfer_id
