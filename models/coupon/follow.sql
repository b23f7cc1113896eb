-- Purses follow journals: $3 is what came in for each holder, $4 what went out. A holder without a
-- purse gets one; the CHECK must see a known purse as a whole, so it is updated and not upserted.
WITH moved AS (
    SELECT * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS m (holder_no, received, spent)
), updated AS (
    UPDATE coupon_purses AS p
    SET received_fen = p.received_fen + moved.received, spent_fen = p.spent_fen + moved.spent
    FROM moved
    WHERE p.market_code = $1 AND p.holder_no = moved.holder_no
    RETURNING p.holder_no
)
INSERT INTO coupon_purses (market_code, holder_no, received_fen, spent_fen)
SELECT $1, holder_no, received, spent FROM moved
WHERE holder_no NOT IN (SELECT holder_no FROM updated)
