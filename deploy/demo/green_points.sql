-- Points of payers and stores alike, what of them was scheduled, released, spent and is still there.
-- Purses of stores have numbers from 2^40 on.
WITH grants AS (
    SELECT points, cap_multiple, payer_fen + store_fen AS had_fen
    FROM green_grants WHERE market_code = $1
), periods AS (
    SELECT scheduled_fen, released_fen FROM green_periods WHERE market_code = $1
), purses AS (
    SELECT spent_fen, received_fen FROM coupon_purses
    WHERE market_code = $1 AND holder_no < 1::bigint << 40
)
SELECT
    (SELECT coalesce(sum(2 * points * cap_multiple - had_fen), 0)::bigint FROM grants)
        AS caps_left_fen,
    (SELECT count(*) FROM grants) AS grants,
    (SELECT coalesce(sum(2 * points), 0)::bigint FROM grants) AS points,
    (SELECT coalesce(sum(scheduled_fen), 0)::bigint FROM periods) AS scheduled_fen,
    (SELECT coalesce(sum(released_fen), 0)::bigint FROM periods) AS released_fen,
    (SELECT coalesce(sum(spent_fen), 0)::bigint FROM purses) AS spent_fen,
    (SELECT coalesce(sum(received_fen - spent_fen), 0)::bigint FROM purses) AS unspent_fen
