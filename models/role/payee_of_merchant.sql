-- The payee that is merchant $1's own account: the one that it has as a locker, if that is one.
SELECT p.payee_no
FROM merchants AS m
JOIN payees AS p ON p.account = m.sub_mchid
WHERE m.merchant_no = $1
ORDER BY p.payee_no = m.locker_payee_no DESC NULLS LAST, p.payee_no
LIMIT 1
