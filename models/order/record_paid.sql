-- Every payment that fits its order, in one statement and so in one transaction: the order moves,
-- the notice is kept, the promise to ask is withdrawn. Payments that don't fit are left out; the
-- caller judges them one by one. Locks are taken in key order, so that two batches can't deadlock.
-- Where the book in force no longer admits the order's discount, the order keeps the book of its
-- quote: no other could settle it. A book is only read where it is not the quote's own. A closed order
-- holds no coupons any more, so one that was to be paid with some is only paid once they are held
-- again ($16).
WITH told AS MATERIALIZED (
    SELECT *
    FROM unnest(
        $1::integer[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[],
        $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::bytea[]
    ) AS told (
        market_code, order_id, amount_fen, sub_mchid, transaction_id, paid_at,
        callback_id, kind, subject, received_at, headers, body
    )
),
payable AS MATERIALIZED (
    SELECT told.*
    FROM told
    JOIN orders ON orders.market_code = told.market_code AND orders.order_id = told.order_id
    WHERE orders.state = ANY($14)
        AND orders.amount_fen - orders.coupon_fen = told.amount_fen
        AND orders.sub_mchid = told.sub_mchid
        AND ($16 OR orders.state <> 'closed' OR orders.coupon_fen = 0)
    ORDER BY told.market_code, told.order_id
    FOR UPDATE OF orders
),
paid AS (
    UPDATE orders
    SET state = $13,
        paid_at = payable.paid_at,
        transaction_id = payable.transaction_id,
        book_no = coalesce((
            SELECT CASE
                WHEN rule_books.book_no = orders.book_no THEN rule_books.book_no
                WHEN orders.discount_bp
                    BETWEEN (rule_books.content::json ->> 'discount_min_bp')::integer
                    AND (rule_books.content::json ->> 'discount_max_bp')::integer
                    THEN rule_books.book_no
            END
            FROM rule_books
            WHERE rule_books.market_code = payable.market_code
                AND rule_books.effective_at <= payable.paid_at
            ORDER BY rule_books.effective_at DESC
            LIMIT 1
        ), orders.book_no)
    FROM payable
    WHERE orders.market_code = payable.market_code AND orders.order_id = payable.order_id
    RETURNING orders.market_code, orders.order_id
),
kept AS (
    INSERT INTO callbacks
        (market_code, callback_id, received_at, kind, verdict, subject, headers, body)
    SELECT market_code, callback_id, received_at, kind, 'accepted', subject, headers::json, body
    FROM payable
    ON CONFLICT (market_code, callback_id) DO UPDATE SET verdict = excluded.verdict
),
withdrawn AS (
    DELETE FROM promises
    USING payable
    WHERE promises.market_code = payable.market_code
        AND promises.job = $15
        AND promises.subject_id = payable.order_id
)
SELECT market_code, order_id FROM paid
