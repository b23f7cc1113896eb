-- How many others stand between payee $2 and consumer $1, going from each to whoever brought them:
-- 0 where the payee is that consumer; no row where the way leads elsewhere. A merchant account ends it,
-- and so does a step that was there before.
WITH RECURSIVE way (openid_index, steps) AS (
    SELECT openid_index, 0 FROM payees WHERE payee_no = $2 AND openid_index IS NOT NULL
    UNION
    SELECT p.openid_index, way.steps + 1
    FROM way
    JOIN consumers AS c ON c.openid_index = way.openid_index
    JOIN payees AS p ON p.payee_no = c.locker_payee_no
    WHERE p.openid_index IS NOT NULL AND way.steps < 1000
)
SELECT way.steps
FROM way JOIN consumers AS c ON c.openid_index = way.openid_index
WHERE c.consumer_no = $1
LIMIT 1
