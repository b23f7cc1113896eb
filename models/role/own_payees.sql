-- The payees by which merchant $1 itself earns: its locker where that is its own account, and whom its
-- invitation pays.
SELECT p.payee_no
FROM merchants AS m
JOIN payees AS p ON p.payee_no = m.locker_payee_no AND p.account = m.sub_mchid
WHERE m.merchant_no = $1
UNION
SELECT payee_no FROM invitations WHERE merchant_no = $1
