-- How many messages each of these people still allows, their rows locked in key order.
SELECT c.program, c.person_no, c.template,
       CASE WHEN c.wanted THEN greatest(c.quota + c.hinted, 0) ELSE 0 END AS left
FROM notification_choices AS c
JOIN unnest($1::text[], $2::bigint[], $3::text[]) AS asked (program, person_no, template)
    USING (program, person_no, template)
ORDER BY c.program, c.person_no, c.template
FOR UPDATE OF c
