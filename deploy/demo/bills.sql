-- What was compared on all days: lines of WeChat's bills (without money of the platform's own), those
-- that agree with the book to the fen, and the breaks by what became of them.
SELECT count(DISTINCT r.day) AS days,
       coalesce(sum((bill.figures ->> 'lines')::integer
                    - (bill.figures ->> 'own_money')::integer), 0) AS lines,
       coalesce(sum((bill.figures ->> 'matched')::integer), 0) AS matched,
       coalesce(sum((bill.figures ->> 'matched_fen')::bigint), 0)::bigint AS matched_fen,
       (SELECT count(*) FROM reconciliation_breaks WHERE state = 'open') AS breaks_open,
       (SELECT count(*) FROM reconciliation_breaks WHERE state <> 'open') AS breaks_explained
FROM reconciliations AS r, json_each(r.figures -> 'bills') AS bill (name, figures)
