DELETE FROM promises
USING unnest($1::integer[], $2::text[], $3::bigint[], $4::bigint[])
    AS kept (market_code, job, subject_id, hand)
WHERE promises.market_code = kept.market_code
    AND promises.job = kept.job
    AND promises.subject_id = kept.subject_id
    AND promises.hand = kept.hand
