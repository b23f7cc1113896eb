"""Two books held against each other: WeChat's, order by order, and ours.

Every payment that WeChat took must stand in our book and every one in ours in WeChat's; every line
of every split must say the same amount and the same end on both sides, to the fen.
"""

from collections.abc import Mapping
from typing import Any

from deploy.demo.options import MARKET
from deploy.hammer import money_back
from deploy.hammer.ground import Ground
from models import people
from models.database import Connection, Database
from models.ids import write_id
from models.payout.leg import PLATFORM
from models.payout.lifecycle import State, Step
from models.payout.parties import Directory, directory_of
from models.payout.payout import number_of
from models.payout.reasons import OWN, PENDING

Book = dict[str, dict[str, Any]]
Lines = dict[tuple[str, str], tuple[int, str]]


async def compare(ground: Ground, database: Database, seal: people.Seal, mchid: str) -> None:
    """Hold both books together; what differs becomes a finding."""
    theirs = await wechat_s_book(ground)
    async with database.connection() as connection:
        await _orders(ground, connection, theirs)
        await _splits(ground, connection, theirs, seal, mchid)
        await money_back.compare(ground, connection, theirs)
    for order in theirs.values():
        _adds_up(ground, order)
    ground.counts["orders compared"] = len(theirs)


async def wechat_s_book(ground: Ground) -> Book:
    """Every paid order as WeChat has it, by our number."""
    book: Book = {}
    following: int | None = 0
    while following is not None:
        page = await ground.sandbox.ask("GET", f"/sandbox/witness?after={following}&limit=1000")
        book |= {order["out_trade_no"]: order for order in page["orders"]}
        following = page["next"]
    return book


async def _orders(ground: Ground, connection: Connection, theirs: Book) -> None:
    rows = await connection.fetch(
        "SELECT order_id, amount_fen, state, transaction_id, refunded_fen FROM orders"
        " WHERE market_code = $1 AND transaction_id IS NOT NULL",
        MARKET,
    )
    ours = {write_id("ord", row["order_id"]): row for row in rows}
    for number in theirs.keys() - ours.keys():
        ground.find("order.payment_lost", number, str(theirs[number]["total_fen"]))
    for number in ours.keys() - theirs.keys():
        ground.find("order.never_paid", number)
    for number in ours.keys() & theirs.keys():
        row, order = ours[number], theirs[number]
        told = (order["total_fen"], order["transaction_id"])
        if (row["amount_fen"], row["transaction_id"]) != told:
            ground.find("order.payment_differs", number)
        if row["state"] != "settled":
            ground.find("order.not_settled", number, row["state"])
    for bill in ground.bills.values():
        if bill.paid and bill.order_id not in ours:
            ground.find("order.shopper_paid_for_nothing", bill.order_id)


async def _splits(
    ground: Ground, connection: Connection, theirs: Book, seal: people.Seal, mchid: str
) -> None:
    rows = await connection.fetch("SELECT * FROM payouts WHERE market_code = $1", MARKET)
    named = {receiver for row in rows for receiver in row["receivers"]} | {PLATFORM}
    directory = await directory_of(
        connection, seal=seal, receivers=named, platform_mchid=mchid, platform_name=""
    )
    splits = {s["out_order_no"]: s for order in theirs.values() for s in order["splits"]}
    known = set()
    for row in rows:
        number = number_of(row["payout_id"], row["step"])
        known.add(number)
        _split(ground, dict(row), number, splits.get(number), directory)
    for number in splits.keys() - known:
        ground.find("split.unknown", number)
    ground.counts["splits compared"] = len(splits)


def _split(
    ground: Ground,
    row: dict[str, Any],
    number: str,
    split: dict[str, Any] | None,
    directory: Directory,
) -> None:
    ours = _sent(row, directory)
    if row["state"] == State.DEAD_LETTER:
        ground.counts["dead letters"] += 1
        if not row["last_error"]:
            ground.find("payout.dead_without_a_word", number)
        return
    if row["state"] != State.FINISHED:
        ground.find("payout.unfinished", number, f"{row['state']} {row['last_error']}")
    if row["step"] == Step.UNFREEZE:
        return
    if split is None:
        if ours:
            ground.find("split.missing", number, str(len(ours)))
        return
    told = {(s["type"], s["account"]): (s["fen"], s["result"]) for s in split["lines"]}
    ground.counts["split lines compared"] += len(told)
    if told != ours:
        differing = {party for party in told | ours if told.get(party) != ours.get(party)}
        ground.find("split.differs", number, _words(told, ours, differing))


def _sent(row: Mapping[str, Any], directory: Directory) -> Lines:
    """What WeChat was asked to pay, by party: the amount and how it ended."""
    lines: Lines = {}
    columns = zip(row["receivers"], row["amounts"], row["results"], strict=True)
    for receiver, fen, result in columns:
        if result == PENDING or (result == result.upper() and result != OWN):
            party = directory.parties.get(receiver, ("unknown", str(receiver)))
            lines[party] = (lines.get(party, (0, ""))[0] + fen, result)
    return lines


def _words(told: Lines, ours: Lines, parties: set[tuple[str, str]]) -> str:
    some = sorted(parties)[:3]
    return "; ".join(f"{kind} theirs {told.get((kind, a))} ours {ours.get((kind, a))}"
                     for kind, a in some)  # fmt: skip


def _adds_up(ground: Ground, order: dict[str, Any]) -> None:
    """WeChat's own order must balance too, or the witness is worth nothing."""
    parts = (
        order["borne_fen"] + order["fee_fen"] - order["fee_returned_fen"]
        + order["unsplit_fen"] + order["pending_fen"] + order["split_fen"]
        + order["released_fen"] + order["refunded_fen"] - order["refunded_available_fen"]
    )  # fmt: skip
    if parts != order["total_fen"]:
        ground.find(
            "wechat.does_not_add_up", order["out_trade_no"], str(order["total_fen"] - parts)
        )
    if order["refunded_fen"] > order["total_fen"]:
        ground.find("wechat.refunded_too_much", order["out_trade_no"], str(order["refunded_fen"]))
    if order["pending_fen"] or (order["unsplit_fen"] and not order["finished"]):
        ground.find("wechat.order_left_open", order["out_trade_no"], str(order["unsplit_fen"]))
