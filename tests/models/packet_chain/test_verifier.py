"""A stranger's verifier against the house: it confirms what was settled, and nothing else."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from models import rulebook
from models.database import Database
from models.packet_chain import commitment
from models.packet_chain.evidence import read_evidence
from models.packet_chain.proof import proof_of, rule_line
from tests.settling import MERCHANT, PARTIES, Paid, add_bills, open_market, seeds, settle

DOCS = Path(__file__).parents[3] / "docs"
VERIFIER = DOCS / "verify_packet.py"
Bill = dict[str, Any]


def run_verifier(*arguments: str, given: str = "") -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", str(VERIFIER), *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=DOCS.parent)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_packet", VERIFIER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _street() -> list[Paid]:
    bills = [
        Paid(
            order_id=(n << 40) + n,
            consumer_no=n % 131 + 1,
            amount_fen=(37 * n) % 3_000 + 1 if n % 3 else 10 + n % 60,  # small ones reach caps
            discount_bp=600 + n % 25 * 100,
            minute=n,
            parties=[party if (n + place) % 4 else 0 for place, party in enumerate(PARTIES)],
        )
        for n in range(1, 161)
    ]
    return [*bills, Paid(170 << 40, 99, 60, 600, minute=170), Paid(171 << 40, 98, 12, minute=171)]


async def _proofs(database: Database, **changed: object) -> list[Bill]:
    market_code = await open_market(database, **changed)
    await add_bills(database, market_code, _street())
    await settle(database, market_code)
    async with database.connection() as connection:
        version = await rulebook.load_no(connection, market_code=market_code, book_no=1)
        texts = await connection.fetch(
            "SELECT evidence::text FROM journals WHERE market_code = $1 ORDER BY seq", market_code
        )
    proofs = []
    for (text,) in texts:
        evidence = read_evidence(text)
        seed = seeds(market_code, date.fromisoformat(evidence.day))
        proofs.append(
            proof_of(
                evidence,
                market_code=market_code,
                book_hash=version.hash,
                content=version.book.canonical_json().decode(),
                commitment=commitment(seed).hex(),
                seed=seed.hex(),
                claim_no=evidence.claims[-1] if evidence.claims else None,
            )
        )
    lines = [rule_line(version), *proofs]
    return [json.loads(msgspec.json.encode(line)) for line in lines]


@pytest.fixture(scope="module")
async def proofs(database: Database) -> list[Bill]:
    return await _proofs(database)


def test_a_settled_street_verifies(proofs: list[Bill], tmp_path: Path) -> None:
    rule, *bills = json.loads(json.dumps(proofs))
    for bill in bills:
        bill["rule"]["content"] = None  # the rule's own line gives it
    file = tmp_path / "draws.jsonl"
    file.write_text("\n".join(map(json.dumps, [rule, *bills])))
    packets = sum(len(bill["claims"]) for bill in bills)
    told = f"162 bills with {packets} packets verified, 0 wrong, 0 wait for their seed, 0 without"
    status, words = run_verifier("--jsonl", str(file))
    assert (status, words) == (0, f"{told} rule book\n")
    assert packets > 1_000
    assert any(b["paid_fen"] != b["drawn_fen"] for b in bills), "caps cut some packets"
    assert any(0 < b["part_fen"] == len(b["claims"]) < 20 for b in bills), "a fen each to some"
    assert any(b["reserve_taken_fen"] for b in bills)
    assert len({b["discount_bp"] for b in bills}) > 20


async def test_lines_that_fill_the_pool_verify_too(database: Database) -> None:
    lines = [
        {"party": "locker", "basis": "turnover", "rate": 100, "unfilled_to": "pool"},
        {"party": "bd", "basis": "discount", "rate": 777, "unfilled_to": "pool"},
    ]
    proofs = await _proofs(database, lines=lines, packets_per_order=7, packet_share_bp=4_321)
    status, words = run_verifier("--jsonl", "-", given="\n".join(map(json.dumps, proofs)))
    assert status == 0, words
    assert words.startswith("162 bills")


def _bill(proofs: list[Bill]) -> Bill:
    """A rich one: many packets, some of them cut, from fund and reserve."""
    for bill in reversed(proofs):
        cut = len(bill.get("claims", [])) > 9 and bill["paid_fen"] != bill["drawn_fen"]
        if cut and bill["reserve_taken_fen"] and len(bill["parts"]) > 2:
            return dict(json.loads(json.dumps(bill)))
    raise AssertionError("no such bill on this street")


def _swap(bill: Bill, *names: str) -> None:
    for name in names:
        bill[name][3], bill[name][4] = bill[name][4], bill[name][3]


def _set(name: str, change: Callable[[Any], Any]) -> Callable[[Bill], None]:
    def tamper(bill: Bill) -> None:
        before = bill[name]
        bill[name] = change(before)
        assert repr(bill[name]) != repr(before)

    return tamper


def _first(fen: int) -> Callable[[list[int]], list[int]]:
    return lambda fens: [fens[0] + fen, fens[1] - fen, *fens[2:]]


def _move_two_draws(bill: Bill) -> None:
    """Exchange two draws and whatever else is needed to add up; only the seed gives it away."""
    place = next(n for n in range(9) if bill["drawn_fen"][n] != bill["drawn_fen"][n + 1])
    for name in ("drawn_fen", "paid_fen", "remaining_fen"):
        fens = bill[name]
        fens[place], fens[place + 1] = fens[place + 1], fens[place]
    bill["packet"] = None


def _other_rule(bill: Bill) -> None:
    bill["rule"]["content"] = bill["rule"]["content"].replace(
        '"packet_share_bp":5000', '"packet_share_bp":4000'
    )


def _less_generous_rule(bill: Bill) -> None:
    """A forged rule book with a fingerprint that fits it."""
    import hashlib

    _other_rule(bill)
    bill["rule"]["hash"] = "sha256:" + hashlib.sha256(bill["rule"]["content"].encode()).hexdigest()


def _own_seed(bill: Bill) -> None:
    """A seed and a commitment that fit each other, but not the draw."""
    bill["seed"] = "00" * 32
    bill["commitment"] = commitment(bytes(32)).hex()


TAMPERINGS: dict[str, Callable[[Bill], None]] = {
    "seed": _set("seed", lambda seed: seed[:-1] + ("0" if seed[-1] != "0" else "1")),
    "seed and commitment": _own_seed,
    "seed that is no seed": _set("seed", lambda seed: "zz"),
    "commitment": _set("commitment", lambda _: "00" * 32),
    "order id": _set("order_id", lambda text: text[:-1] + ("0" if text[-1] != "0" else "1")),
    "order id of another kind": _set("order_id", lambda text: text.replace("ord", "pay")),
    "amount": _set("amount_fen", lambda fen: fen + 1_000),
    "rate": _set("discount_bp", lambda bp: bp + 100),
    "rate outside the book": _set("discount_bp", lambda bp: 500),
    "discount": _set("discount_fen", lambda fen: fen + 1),
    "a part": _set("parts", lambda parts: [[parts[0][0], parts[0][1] + 1], *parts[1:]]),
    "a part left out": _set("parts", lambda parts: parts[1:]),
    "a part of somebody unknown": _set("parts", lambda parts: [*parts, ["uncle", 0]]),
    "platform": _set("platform_fen", lambda fen: fen + 1),
    "fund": _set("fund_fen", lambda fen: fen - 1),
    "reserve held": _set("reserve_before_fen", lambda fen: 0),
    "reserve taken": _set("reserve_taken_fen", lambda fen: fen - 1),
    "reserve given": _set("reserve_given_fen", lambda fen: fen + 1),
    "part": _set("part_fen", lambda fen: fen - 1),
    "draw": _set("drawn_fen", _first(1)),
    "draws exchanged": _move_two_draws,
    "cut": _set("paid_fen", _first(1)),
    "room": _set("remaining_fen", lambda fens: [1, *fens[1:]]),
    "no room": _set("remaining_fen", lambda fens: [0, *fens[1:]]),
    "order of recipients": lambda bill: _swap(bill, "claims"),
    "order of packets": lambda bill: _swap(
        bill, "claims", "remaining_fen", "drawn_fen", "paid_fen"
    ),
    "a claim twice": _set("claims", lambda claims: [claims[1], *claims[1:]]),
    "a recipient left out": _set("claims", lambda claims: claims[1:]),
    "another packet": lambda bill: bill["packet"].update(amount_fen=bill["paid_fen"][-1] + 1),
    "another claim's packet": lambda bill: bill["packet"].update(place=1),
    "rule book": _other_rule,
    "rule book and fingerprint": _less_generous_rule,
    "rule book of another market": _set("market", lambda market: market + 1),
    "a field missing": lambda bill: bill.pop("reserve_taken_fen") and None,
    "a number as text": _set("fund_fen", str),
    "a fraction": _set("amount_fen", float),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_no_tampering_passes(verifier: ModuleType, proofs: list[Bill], tampering: str) -> None:
    rule, *bills = proofs
    known = {rule["rule"]["hash"]: rule["rule"]["content"]}
    bill = _bill(bills)
    bill["rule"]["content"] = rule["rule"]["content"]
    assert verifier.verify(bill, known) == (True, True)
    TAMPERINGS[tampering](bill)
    with pytest.raises(verifier.Wrong):
        verifier.verify(bill, known)


def test_one_wrong_line_is_found_among_many(proofs: list[Bill]) -> None:
    rule, *bills = json.loads(json.dumps(proofs))
    bills[100]["paid_fen"][0] += 1
    status, words = run_verifier("--jsonl", "-", given="\n".join(map(json.dumps, [rule, *bills])))
    assert status == 1
    assert words.startswith(f"line 102, {bills[100]['order_id']}: ")
    assert "161 bills" in words.splitlines()[-1]
    assert "1 wrong" in words.splitlines()[-1]


def test_before_the_day_is_over_all_but_the_draw_is_checked(proofs: list[Bill]) -> None:
    bill = _bill(proofs)
    bill["seed"] = None
    status, words = run_verifier("-", given=json.dumps({"verify": bill}))
    assert status == 0
    assert "the draw is NOT checked" in words
    assert words.endswith("so far this is right\n")
    bill["paid_fen"][0] += 1
    assert run_verifier("-", given=json.dumps({"verify": bill}))[0] == 1


def test_without_the_rule_book_it_says_what_it_could_not_check(proofs: list[Bill]) -> None:
    bill = _bill(proofs)
    bill["rule"]["content"] = None
    status, words = run_verifier("-", given=json.dumps(bill))
    assert status == 0
    assert "NOT checked" in words
    status, words = run_verifier("--jsonl", "-", given=json.dumps(bill))
    assert (status, words.split(", ")[-1]) == (0, "1 without rule book\n")


@pytest.mark.parametrize("given", ["", "no json", "[]", "5", "{}", '{"order_id": 5}'])
def test_what_is_no_bill_does_not_pass(given: str) -> None:
    assert run_verifier("-", given=given)[0] in (1, 2)
    assert run_verifier("--jsonl", "-", given=given)[0] in (1, 2)
    assert run_verifier("no/such/file.json")[0] == 2


def test_the_documented_example_says_what_the_page_says() -> None:
    page = (DOCS / "verify.md").read_text()
    console = page.split("```console\n$ python3 docs/verify_packet.py ")[1].split("\n```")[0]
    name, _, said = console.partition("\n")
    assert run_verifier(name) == (0, said + "\n")
    bill = json.loads((DOCS.parent / name).read_text())["verify"]
    assert str(MERCHANT) not in bill, "nobody is named"
