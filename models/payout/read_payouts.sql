SELECT p.market_code, p.payout_id, p.order_id, p.step, p.round, p.state, p.merchant_no, p.sub_mchid,
       p.transaction_id, p.closes_at, p.accounts, p.receivers, p.amounts, p.results, p.asked,
       p.tries, p.rest_until, p.last_error
FROM unnest($1::integer[], $2::bigint[]) AS asked_for (market_code, payout_id)
JOIN payouts AS p
    ON p.market_code = asked_for.market_code AND p.payout_id = asked_for.payout_id
ORDER BY p.market_code, p.payout_id
