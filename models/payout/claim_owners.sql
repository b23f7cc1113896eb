SELECT c.market_code, c.claim_no, c.consumer_no
FROM (
    SELECT DISTINCT * FROM unnest($1::integer[], $2::bigint[]) AS a (market_code, claim_no)
) AS asked
JOIN claims AS c ON c.market_code = asked.market_code AND c.claim_no = asked.claim_no
