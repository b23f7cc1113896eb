"""What came of it, by kind, as it stands in the book; nothing here is counted from hearsay."""

from deploy.demo.options import MARKET
from models.database import Connection

_QUESTIONS = {
    "refunds": """
SELECT concat_ws(', ',
    CASE WHEN r.asked_by = 'consumer' THEN 'asked' ELSE 'direct' END,
    CASE WHEN r.amount_fen >= o.amount_fen THEN 'full' ELSE 'partial' END,
    CASE WHEN r.posted_at IS NULL THEN NULL
         WHEN EXISTS (SELECT FROM payouts AS p WHERE p.market_code = r.market_code
             AND p.order_id = r.order_id AND p.created_at <= r.posted_at
             AND p.step = 'split' AND cardinality(p.amounts) > 0)
         THEN 'after the split' ELSE 'while held' END,
    r.state) AS name, count(*) AS count
FROM refunds AS r JOIN orders AS o USING (market_code, order_id)
WHERE r.market_code = $1 GROUP BY 1
""",
    "paid_back": """
SELECT kind || ': ' || result || CASE WHEN state = 'finished' THEN '' ELSE ' (' || state || ')' END
    AS name, count(*) AS count
FROM refund_steps WHERE market_code = $1 GROUP BY 1
""",
    "transfers": """
SELECT CASE WHEN state = 'finished' THEN result ELSE state END AS name, count(*) AS count
FROM transfers WHERE market_code = $1 GROUP BY 1
""",
    "messages": """
SELECT template || ': ' || state AS name, count(*) AS count
FROM messages WHERE market_code = $1 GROUP BY 1
""",
    "shipments": """
SELECT state AS name, count(*) AS count FROM shipments WHERE market_code = $1 GROUP BY 1
""",
    "dead_letters": """
SELECT name, count(*) AS count FROM (
    SELECT 'payout ' || step || ': ' || coalesce(last_error, '') AS name FROM payouts
    WHERE market_code = $1 AND state = 'dead_letter'
    UNION ALL
    SELECT kind || ': ' || coalesce(last_error, '') FROM refund_steps
    WHERE market_code = $1 AND state = 'dead_letter'
    UNION ALL
    SELECT 'transfer: ' || coalesce(last_error, '') FROM transfers
    WHERE market_code = $1 AND state = 'dead_letter'
    UNION ALL
    SELECT 'shipment: ' || coalesce(last_error, '') FROM shipments
    WHERE market_code = $1 AND state = 'dead_letter'
) AS dead GROUP BY 1
""",
}
_CALLBACKS = "SELECT kind || ' ' || verdict AS name, count(*) AS count FROM callbacks GROUP BY 1"
_LINES = """
SELECT bill.key AS name, sum((bill.value ->> 'lines')::bigint)::bigint AS count
FROM reconciliations, json_each(figures -> 'bills') AS bill GROUP BY 1
"""


async def figures_of(connection: Connection) -> dict[str, dict[str, int]]:
    """Every figure by part and name."""
    parts = {
        part: {row["name"]: row["count"] for row in await connection.fetch(question, MARKET)}
        for part, question in _QUESTIONS.items()
    }
    for part, question in (("callbacks", _CALLBACKS), ("lines_compared", _LINES)):
        parts[part] = {row["name"]: row["count"] for row in await connection.fetch(question)}
    return parts
