UPDATE orders
SET state = $6,
    paid_at = paid.paid_at,
    transaction_id = paid.transaction_id,
    book_no = coalesce(paid.book_no, orders.book_no)
FROM unnest($1::integer[], $2::bigint[], $3::timestamptz[], $4::text[], $5::integer[])
    AS paid (market_code, order_id, paid_at, transaction_id, book_no)
WHERE orders.market_code = paid.market_code
    AND orders.order_id = paid.order_id
    AND orders.state = ANY($7)
