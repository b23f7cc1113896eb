-- Claims of consumer $2 in market $1: with the rule book of the bill that opened each, its store's
-- name, and how many open claims of its queue are served before it. What it received is net of what
-- refunds have cut and taken back.
SELECT c.claim_no, c.order_id, c.opened_on, c.cap_fen,
       c.received_fen - c.cut_fen - c.taken_back_fen AS received_fen, c.packet_count, c.frozen,
       c.closed, o.book_no, m.name AS store_name,
       CASE WHEN c.closed THEN 0 ELSE (
           SELECT count(*) FROM claims AS a
           WHERE a.market_code = $1 AND a.queue_id = c.queue_id AND NOT a.closed
             AND a.claim_no < c.claim_no
       ) END AS ahead
FROM claims AS c
JOIN orders AS o ON o.market_code = $1 AND o.order_id = c.order_id
JOIN merchants AS m ON m.merchant_no = o.merchant_no
WHERE c.market_code = $1 AND c.consumer_no = $2 AND c.claim_no = $3
