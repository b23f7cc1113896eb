#!/usr/bin/env python3
"""Compute red packets again from what is published, and compare. Needs Python 3.10, nothing else.

One long file on purpose, and nothing of this house in it: whoever doubts us can copy and read it.

    verify_packet.py packet.json          what the packet's page gives (or only its "verify" part)
    verify_packet.py --jsonl draws.jsonl  many bills, one JSON object a line
    verify_packet.py -                    the same from standard input

Exit status: 0 all that could be checked is right, 1 something is wrong, 2 nothing could be read.
docs/verify.md says what every field means and how the bytes lie.
"""

import hashlib
import hmac
import json
import struct
import sys
from itertools import pairwise

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
LABEL = b"rangli/packet_chain/v1"


class Wrong(Exception):
    """What is published contradicts itself."""


def expect(name, published, computed):
    if type(published) is not type(computed) or published != computed:
        raise Wrong(f"{name}: published {published}, computed {computed}")


def order_number(text):
    """The number inside ord_ and thirteen base-32 digits."""
    kind, _, digits = str(text).partition("_")
    if kind != "ord" or len(digits) != 13 or any(digit not in DIGITS for digit in digits):
        raise Wrong(f"order_id: {text!r} is not ord_ and thirteen digits")
    number = 0
    for digit in digits:
        number = number * 32 + DIGITS.index(digit)
    if number >= 2**63:
        raise Wrong(f"order_id: {text!r} is too large")
    return number


def words(seed, order):
    """The 32-bit words of an order: HMAC-SHA256 under the day's seed, block after block."""
    block = 0
    while True:
        message = LABEL + struct.pack(">qI", order, block)
        yield from struct.unpack(">8I", hmac.new(seed, message, hashlib.sha256).digest())
        block += 1


def number_up_to(most, stream):
    """A number from 1 to `most`, every one as likely as another."""
    limit = 2**32 - 2**32 % most
    while True:
        word = next(stream)
        if word < limit:
            return word % most + 1


def divide(seed, order, total_fen, count):
    """Divide `total_fen` into `count` packets by the double-mean method."""
    stream, packets, left_fen = words(seed, order), [], total_fen
    for left in range(count, 1, -1):
        most = max(1, 2 * left_fen // left - 1)
        packet_fen = 1 if most == 1 else number_up_to(most, stream)
        packets.append(packet_fen)
        left_fen -= packet_fen
    return [*packets, left_fen]


def whole(bill, *names):
    """Those fields, each a whole number that is not negative."""
    for name in names:
        if type(bill[name]) is not int or bill[name] < 0:
            raise Wrong(f"{name}: {bill[name]!r} is not a whole number, or below zero")
    return [bill[name] for name in names]


def rate_of(line, discount_bp):
    """A line's rate at the merchant's discount rate: a number, or the first bracket that holds."""
    if type(line["rate"]) is int:
        return line["rate"]
    for bracket in line["rate"]:
        if bracket["below_bp"] is None or discount_bp < bracket["below_bp"]:
            return bracket["rate_bp"]
    return 0


def check_rule(bill, known):
    """The rule book has the published fingerprint; returns it, or None where nobody gave it."""
    rule = bill["rule"]
    content = rule.get("content") or known.get(rule["hash"])
    if content is None:
        return None
    fingerprint = "sha256:" + hashlib.sha256(content.encode("utf-8")).hexdigest()
    expect("the rule book's fingerprint", rule["hash"], fingerprint)
    book = json.loads(content)
    expect("the rule book's program", book["program"], "packet_chain")
    expect("the rule book's market", book["market_code"], bill["market"])
    return book


def check_allocation(bill, book):
    """The discount and its parts follow from the bill and the rule book."""
    amount_fen, discount_bp = whole(bill, "amount_fen", "discount_bp")
    if not book["discount_min_bp"] <= discount_bp <= book["discount_max_bp"]:
        raise Wrong(f"discount_bp: {discount_bp} is not admitted by the rule book")
    discount_fen = amount_fen * discount_bp // 10000
    expect("discount_fen", bill["discount_fen"], discount_fen)
    fund_fen = discount_fen * book["packet_share_bp"] // 10000
    platform_fen = discount_fen - fund_fen
    present, parts = dict(bill["parts"]), []
    for line in book["lines"]:
        basis_fen = discount_fen if line["basis"] == "discount" else amount_fen
        part_fen = basis_fen * rate_of(line, discount_bp) // 10000
        if line["party"] in present:
            parts.append([line["party"], part_fen])
            platform_fen -= part_fen
        elif line["unfilled_to"] == "pool":
            fund_fen += part_fen
            platform_fen -= part_fen
    expect("parts", [list(part) for part in bill["parts"]], parts)
    expect("platform_fen", bill["platform_fen"], platform_fen)
    netted_fen = bill.get("netted_fen", 0)
    most_fen = fund_fen * book.get("netting_bp", 0) // 10000
    if type(netted_fen) is not int or not 0 <= netted_fen <= most_fen:
        raise Wrong(f"netted_fen: published {netted_fen}, from 0 to {most_fen} could be")
    expect("fund_fen", bill["fund_fen"], fund_fen - netted_fen)


def check_reserve(bill):
    """The reserve doubles a fund at most; what was not paid out went back to it."""
    fund_fen, before_fen = whole(bill, "fund_fen", "reserve_before_fen")
    taken_fen = min(before_fen, fund_fen)
    expect("reserve_taken_fen", bill["reserve_taken_fen"], taken_fen)
    given_fen = fund_fen + taken_fen - sum(bill["paid_fen"])
    expect("reserve_given_fen", bill["reserve_given_fen"], given_fen)


def check_part(bill, packets_per_order):
    """`part_fen` is the share of the claims that waited, counted by the packets or, where there
    were fewer fen than claims, by some number of claims that explains it."""
    to_give_fen, served = bill["fund_fen"] + bill["reserve_taken_fen"], len(bill["claims"])
    if served > packets_per_order:
        raise Wrong(f"claims: {served} packets, at most {packets_per_order}")
    if to_give_fen * served // packets_per_order == bill["part_fen"]:
        return
    waited = range(served + 1, packets_per_order + 1)
    shares = [to_give_fen * number // packets_per_order for number in waited]
    if bill["part_fen"] != served or served not in shares:
        raise Wrong(f"part_fen: {bill['part_fen']} follows from no number of claims")


def check_recipients(bill):
    """Lists run alongside each other, oldest claim first, none twice, each cut to its cap."""
    lists = [bill[name] for name in ("claims", "remaining_fen", "drawn_fen", "paid_fen")]
    if len({len(one) for one in lists}) != 1:
        raise Wrong("the lists of packets are not of one length")
    claims = bill["claims"]
    if any(older >= younger for older, younger in pairwise(claims)):
        raise Wrong(f"claims: {claims} are not in order of age")
    packets = enumerate(zip(*lists, strict=True), start=1)
    for place, (claim, remaining_fen, drawn_fen, paid_fen) in packets:
        if type(remaining_fen) is not int or remaining_fen < 1:
            raise Wrong(f"remaining_fen: claim {claim} at place {place} has no room")
        expect(f"paid_fen at place {place}", paid_fen, min(drawn_fen, remaining_fen))
    if bill.get("packet"):
        place = bill["packet"]["place"]
        expect("the packet's claim", bill["packet"]["claim"], claims[place - 1])
        expect("the packet's amount", bill["packet"]["amount_fen"], bill["paid_fen"][place - 1])


def check_draw(bill):
    """The packets are what the day's seed draws for this order; False while it is secret."""
    order = order_number(bill["order_id"])
    if sum(bill["drawn_fen"]) != (bill["part_fen"] if bill["claims"] else 0):
        raise Wrong(f"drawn_fen: adds up to {sum(bill['drawn_fen'])}")
    if bill["commitment"] is None or bill["seed"] is None:
        return False
    seed = bytes.fromhex(bill["seed"])
    expect("the commitment to the seed", bill["commitment"], hashlib.sha256(seed).hexdigest())
    if bill["claims"]:
        drawn = divide(seed, order, bill["part_fen"], len(bill["claims"]))
        expect("drawn_fen", bill["drawn_fen"], drawn)
    return True


def verify(bill, known):
    """Check one bill; returns (draw checked, rule book checked). Raises Wrong."""
    try:
        book = check_rule(bill, known)
        if book is not None:
            check_allocation(bill, book)
        check_reserve(bill)
        check_recipients(bill)
        if book is not None:
            check_part(bill, book["packets_per_order"])
        return check_draw(bill), book is not None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as problem:
        raise Wrong(f"not as documented: {type(problem).__name__} {problem}") from None


def tell(bill, drawn, ruled):
    """Say in plain words what was checked of one bill."""
    fen, others_fen = bill.get, sum(part_fen for _, part_fen in bill["parts"])
    covers = f" {fen('netted_fen')} for refunded bills," if fen("netted_fen") else ""
    if ruled:
        print(f"rule book {bill['rule']['book_no']} has the fingerprint {bill['rule']['hash']}")
        print(
            f"of {fen('amount_fen')} fen paid, {fen('discount_fen')} are the discount:"
            f" {fen('fund_fen')} for packets,{covers} {others_fen} for others,"
            f" {fen('platform_fen')} platform"
        )
    else:
        print("the rule book is not at hand: how the discount was divided is NOT checked")
    print(
        f"{fen('fund_fen')} fen from the fund and {fen('reserve_taken_fen')} from the reserve:"
        f" {sum(bill['drawn_fen'])} drawn, {sum(bill['paid_fen'])} paid,"
        f" {fen('reserve_given_fen')} kept in reserve"
    )
    print(f"{len(bill['claims'])} packets, oldest claim first, each within what its claim had left")
    if drawn:
        print(f"the seed of {bill['day']} is the one committed to: {bill['commitment']}")
        print(f"drawn again for {bill['order_id']}: {bill['drawn_fen']}")
    else:
        print(f"the seed of {bill['day']} is not told yet: the draw is NOT checked")


def bills_in(lines, known):
    """Every bill of a file, with its line's number; rule books on lines of their own are kept."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            bill = json.loads(line)
            if "order_id" in bill:
                yield number, bill
            else:
                known[bill["rule"]["hash"]] = bill["rule"]["content"]


def verify_many(lines):
    """Check many bills; returns the exit status."""
    known, checked, secret, unruled, wrong, packets = {}, 0, 0, 0, 0, 0
    for number, bill in bills_in(lines, known):
        try:
            drawn, ruled = verify(bill, known)
        except Wrong as problem:
            wrong += 1
            print(f"line {number}, {bill.get('order_id')}: {problem}")
            continue
        checked += drawn
        secret += not drawn
        unruled += not ruled
        packets += len(bill["claims"]) if drawn else 0
    if not checked + secret + wrong:
        print("nothing to verify")
        return 2
    print(
        f"{checked} bills with {packets} packets verified, {wrong} wrong,"
        f" {secret} wait for their seed, {unruled} without rule book"
    )
    return 1 if wrong else 0


def verify_one(text):
    """Check one bill and tell about it; returns the exit status."""
    bill = json.loads(text)
    bill = bill.get("verify", bill)
    try:
        drawn, ruled = verify(bill, {})
    except Wrong as problem:
        print(f"WRONG: {problem}")
        return 1
    tell(bill, drawn, ruled)
    print("all of this is right" if drawn and ruled else "so far this is right")
    return 0


def main(arguments):
    many = "--jsonl" in arguments
    names = [name for name in arguments if name != "--jsonl"]
    if len(names) != 1 or names[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 2
    try:
        with open(0 if names[0] == "-" else names[0], encoding="utf-8") as file:
            return verify_many(file) if many else verify_one(file.read())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        print(f"can't be read: {problem}")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
