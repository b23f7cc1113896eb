-- Refunds of market $1 that WeChat can't pay because their store's account is short of money, for its
-- owners and managers; known within the week before $2.
SELECT 'store_short' AS template, 'merchant' AS program, s.staff_no AS person_no,
       'ref' AS kind, r.refund_id AS number, st.amount_fen::bigint AS amount_fen, r.merchant_no,
       '请为商户账户充值，以便继续退款' AS words, st.created_at AS at
FROM refund_steps AS st
JOIN refunds AS r ON r.market_code = st.market_code AND r.refund_id = st.refund_id
JOIN staff AS s ON s.merchant_no = r.merchant_no AND s.role IN ('owner', 'manager')
WHERE st.market_code = $1 AND st.state <> 'finished'
    AND st.last_error LIKE '%NOT_ENOUGH%' AND st.created_at > $2::timestamptz - interval '7 days'
