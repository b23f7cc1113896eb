SELECT n.*
FROM news AS n
JOIN notification_choices AS c
    ON c.program = n.program AND c.template = n.template AND c.person_no = n.person_no
    AND c.wanted AND c.quota + c.hinted > 0
WHERE NOT EXISTS (
    SELECT FROM messages AS m
    WHERE m.market_code = $1 AND m.program = n.program AND m.person_no = n.person_no
        AND m.template = n.template AND m.subject = n.kind || ' ' || n.number
)
