-- Grants of a batch, and the market's first period where it has none: from the day of the oldest.
WITH opened AS (
    INSERT INTO green_periods (market_code, period_no, started_on, looked_on)
    SELECT $1, 1, $2::date, $2::date
    WHERE NOT EXISTS (SELECT FROM green_periods WHERE market_code = $1)
)
INSERT INTO green_grants (
    market_code, grant_no, order_id, consumer_no, merchant_no, book_no, points, cap_multiple,
    fund_fen, paid_at, waits_until
)
SELECT $1, * FROM unnest(
    $3::bigint[], $4::bigint[], $5::bigint[], $6::integer[], $7::integer[], $8::bigint[],
    $9::smallint[], $10::bigint[], $11::timestamptz[], $12::timestamptz[]
)
