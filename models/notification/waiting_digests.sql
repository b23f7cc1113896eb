-- The digests of the day $2 that wait for these people and that nobody has begun to send, locked.
SELECT m.program, m.person_no, m.template
FROM messages AS m
JOIN unnest($3::text[], $4::bigint[], $5::text[]) AS asked (program, person_no, template)
    USING (program, person_no, template)
WHERE m.market_code = $1 AND m.subject = $2 AND m.state = 'planned' AND m.tries = 0
ORDER BY m.program, m.person_no, m.template
FOR UPDATE OF m
