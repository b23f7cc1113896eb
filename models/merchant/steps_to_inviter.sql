-- How many merchants stand between payee $1, who would invite or recruit, and the account $2 of the
-- merchant that joins, going from each account to those who invited its stores: 0 where it is the same
-- account; no row where the way leads elsewhere.
WITH RECURSIVE way (account, steps) AS (
    SELECT account, 0 FROM payees WHERE payee_no = $1 AND account IS NOT NULL
    UNION
    SELECT p.account, way.steps + 1
    FROM way
    JOIN merchants AS m ON m.sub_mchid = way.account
    JOIN payees AS p ON p.payee_no = m.inviter_payee_no
    WHERE p.account IS NOT NULL AND way.steps < 1000
)
SELECT steps FROM way WHERE account = $2 ORDER BY steps LIMIT 1
