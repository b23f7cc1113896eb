"""Who gets what out of one discount: one table of small cases."""

from datetime import UTC, datetime

from models.ledger import Kind, account
from models.payout import journals
from models.payout.leg import PLATFORM, Leg, lines_of, wallet_of
from models.payout.order import DueOrder, Packet
from models.payout.plan import Means, Plan
from models.payout.purse import MOST_LINES
from models.payout.rules import plan, spend

STORE = "1900000109"
US = ("MERCHANT_ID", "1900000100")


def order(discount_fen: int, *packets: tuple[int, int], **parts: int) -> DueOrder:
    """Packets as (consumer, fen): claim numbers count up from 1; parts by payee: bd, agent."""
    return DueOrder(
        market_code=330100,
        order_id=1,
        merchant_no=1,
        sub_mchid=STORE,
        transaction_id="42",
        paid_at=datetime(2026, 3, 1, tzinfo=UTC),
        hold_seconds=60,
        discount_fen=discount_fen,
        packets=tuple(Packet(n, who, fen) for n, (who, fen) in enumerate(packets, start=1)),
        parts=tuple((PAYEES[name], fen) for name, fen in parts.items()),
    )


PAYEES = {
    "agent": account(Kind.AGENT, 7),
    "locker": account(Kind.LOCKER, 8),
    "bd": account(Kind.BD, 9),
}


def means(due: DueOrder, **more: object) -> Means:
    """Everything that the order gave is still owed; everybody is known to WeChat."""
    people = {wallet_of(packet.consumer_no) for packet in due.packets}
    owed = {account(Kind.CLAIM, packet.claim_no): packet.fen for packet in due.packets}
    owed |= dict(due.parts) | dict.fromkeys(people, 0)
    parties = {who: ("PERSONAL_OPENID", f"o-{who}") for who in people}
    parties |= {
        PAYEES["agent"]: ("MERCHANT_ID", "1911"),
        PAYEES["locker"]: ("MERCHANT_ID", STORE),
        PAYEES["bd"]: ("PERSONAL_OPENID", "o-bd"),
        PLATFORM: US,
    }
    facts: dict = {"parties": parties, "owed": owed} | more
    return Means(**facts)


def shown(planned: Plan) -> list[tuple[str, int, int, str]]:
    return [
        (Kind(leg.account_id >> 48).name, leg.account_id & 0xFFFF, leg.fen, leg.result)
        for leg in planned.legs
    ]


def test_everybody_and_the_rest_to_us():
    due = order(100, (1, 30), (2, 20), bd=10, agent=5)
    assert shown(plan(due, means(due))) == [
        ("CLAIM", 1, 30, "PENDING"),
        ("CLAIM", 2, 20, "PENDING"),
        ("BD", 9, 10, "PENDING"),
        ("AGENT", 7, 5, "PENDING"),
        ("CUSTODY", 0, 35, "PENDING"),
    ]


def test_persons_come_before_merchants_and_a_packet_goes_whole_or_not_at_all():
    due = order(60, (1, 30), (2, 25), (3, 10), (4, 3), agent=5, bd=1)
    planned = plan(due, means(due))
    assert shown(planned) == [
        ("CLAIM", 1, 30, "PENDING"),
        ("CLAIM", 2, 25, "PENDING"),
        ("CLAIM", 3, 10, "no_room"),
        ("CLAIM", 4, 3, "PENDING"),
        ("BD", 9, 1, "PENDING"),
        ("AGENT", 7, 1, "PENDING"),
    ]
    assert planned.late == {PAYEES["agent"]: (4, "no_room")}


def test_money_from_earlier_takes_our_place_and_no_more():
    due = order(100, (1, 30), (2, 20), agent=5)
    rich = means(due)
    rich.owed |= {wallet_of(1): 25, wallet_of(2): 90, PAYEES["agent"]: 40}
    rich.overdue = {PAYEES["agent"]: 10}
    planned = plan(due, rich)
    assert shown(planned) == [
        ("CLAIM", 1, 30, "PENDING"),
        ("CLAIM", 2, 20, "PENDING"),
        ("WALLET", 1, 25, "PENDING"),
        ("WALLET", 2, 20, "PENDING"),
        ("AGENT", 7, 5, "PENDING"),
    ]
    spend(planned, rich)
    assert (rich.owed[wallet_of(1)], rich.owed[wallet_of(2)]) == (0, 70)
    assert rich.owed[PAYEES["agent"]] == 35


def test_only_what_is_late_of_a_payee_is_paid_early():
    due = order(100, agent=5)
    rich = means(due)
    rich.owed[PAYEES["agent"]] = 90
    rich.overdue = {PAYEES["agent"]: 30}
    planned = plan(due, rich)
    assert shown(planned) == [("AGENT", 7, 35, "PENDING"), ("CUSTODY", 0, 65, "PENDING")]
    assert planned.caught_up == {PAYEES["agent"]: 30}


def test_who_is_barred_gets_no_line_and_their_money_goes_to_us():
    due = order(100, (1, 30), (2, 20), agent=5)
    barred = means(due, barred={wallet_of(1): "RECEIVER_HIGH_RISK", PAYEES["agent"]: "NO_AUTH"})
    planned = plan(due, barred)
    assert shown(planned) == [
        ("CLAIM", 1, 30, "RECEIVER_HIGH_RISK"),
        ("CLAIM", 2, 20, "PENDING"),
        ("CUSTODY", 0, 80, "PENDING"),
    ]
    assert planned.late == {PAYEES["agent"]: (5, "NO_AUTH")}


def test_who_was_refused_by_this_store_or_is_unknown_gets_no_line():
    due = order(100, (1, 30), (2, 20))
    some = means(due, refused={(STORE, wallet_of(1)), ("another", wallet_of(2))})
    assert [leg.result for leg in plan(due, some).legs] == [
        "receiver_refused",
        "PENDING",
        "PENDING",
    ]
    strange = means(due)
    strange.parties = {PLATFORM: US, wallet_of(2): ("PERSONAL_OPENID", "o")}
    assert plan(due, strange).legs[0].result == "receiver_unknown"


def test_the_store_s_own_part_takes_its_room_but_no_line():
    due = order(100, (1, 30), locker=20)
    assert shown(plan(due, means(due))) == [
        ("CLAIM", 1, 30, "PENDING"),
        ("LOCKER", 8, 20, "OWN"),
        ("CUSTODY", 0, 50, "PENDING"),
    ]


def test_what_is_owed_to_the_store_stays_with_it_before_we_get_anything():
    due = order(100, (1, 30), agent=5)
    for owed_fen, kept in ((40, [("MERCHANT", 1, 40, "OWN"), ("CUSTODY", 0, 25, "PENDING")]),
                           (90, [("MERCHANT", 1, 65, "OWN")])):  # fmt: skip
        rich = means(due)
        rich.owed[account(Kind.MERCHANT, 1)] = owed_fen
        planned = plan(due, rich)
        assert shown(planned) == [
            ("CLAIM", 1, 30, "PENDING"),
            ("AGENT", 7, 5, "PENDING"),
            *kept,
        ]
        spend(planned, rich)
        assert rich.owed[account(Kind.MERCHANT, 1)] == max(0, owed_fen - 65)


def test_a_packet_covers_what_its_person_was_overpaid_and_the_rest_is_sent():
    due = order(100, (1, 12), (2, 20), (1, 9), (1, 30))
    some = means(due)
    old, older = account(Kind.DEBT, 52), account(Kind.DEBT, 51)
    some.owed |= {older: -5, old: -10}
    some.debts = {wallet_of(1): {older: account(Kind.RESERVE, 7), old: account(Kind.RESERVE, 8)}}
    planned = plan(due, some)
    assert shown(planned) == [
        ("CLAIM", 1, 5, "debt"),
        ("CLAIM", 1, 7, "debt"),
        ("CLAIM", 2, 20, "PENDING"),
        ("CLAIM", 3, 3, "debt"),
        ("CLAIM", 3, 6, "PENDING"),
        ("CLAIM", 4, 30, "PENDING"),
        ("CUSTODY", 0, 44, "PENDING"),
    ]
    assert [leg.receiver_id for leg in planned.legs[:2]] == [older, old]
    assert planned.recovers == {older: account(Kind.RESERVE, 7), old: account(Kind.RESERVE, 8)}
    spend(planned, some)
    assert (some.owed[older], some.owed[old]) == (0, 0)
    draft = journals.sent(1, planned.legs, "{}", planned.recovers)
    assert draft is not None
    moved = dict(zip(draft.accounts, draft.amounts, strict=True))
    assert (moved[older], moved[account(Kind.RECOVERY, 51)]) == (5, -5)
    assert (moved[account(Kind.RESERVE, 7)], moved[account(Kind.RESERVE, 8)]) == (5, 10)
    assert sum(moved.values()) == 0


def test_no_more_than_fifty_lines_with_ours():
    due = order(1000, *((who, 1) for who in range(1, 61)), (1, 1), agent=5)
    planned = plan(due, means(due))
    lines = lines_of(planned.legs, means(due).parties)
    assert len(lines) == MOST_LINES
    assert [leg.result for leg in planned.legs[48:50]] == ["PENDING", "no_room"]
    assert planned.legs[60].result == "PENDING", "a second packet needs no line of its own"
    assert planned.late == {PAYEES["agent"]: (5, "no_room")}


def test_no_more_than_a_claim_still_owes():
    due = order(100, (1, 30), (2, 20), agent=5)
    less = means(due)
    less.owed |= {account(Kind.CLAIM, 1): 12, account(Kind.CLAIM, 2): 0, PAYEES["agent"]: 1}
    assert shown(plan(due, less)) == [
        ("CLAIM", 1, 12, "PENDING"),
        ("AGENT", 7, 1, "PENDING"),
        ("CUSTODY", 0, 87, "PENDING"),
    ]


def test_legs_of_one_party_become_one_line():
    parties = {1: ("PERSONAL_OPENID", "o"), 2: ("PERSONAL_OPENID", "o"), 3: US}
    legs = [Leg(10, 1, 5), Leg(11, 2, 6), Leg(12, 1, 7, "no_room"), Leg(13, 3, 8)]
    assert lines_of(legs, parties) == {("PERSONAL_OPENID", "o"): (11, 1), US: (8, 3)}
