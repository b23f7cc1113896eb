-- Transfers: what no split can deliver goes to its person by 商家转账.
SELECT 1;
