DELETE FROM promises
USING unnest($2::integer[], $3::bigint[]) AS gone (market_code, subject_id)
WHERE promises.market_code = gone.market_code
    AND promises.job = $1
    AND promises.subject_id = gone.subject_id
