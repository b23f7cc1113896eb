"""What speaks against a program and has to be said in its own text.

Some of it follows from the parameters (a schedule or a price may promise more than is funded), some
the simulator finds out on a year of receipts. An author accepts such a sentence by naming its code
in the book's `disclosures`; the text then carries it, and the hash covers it.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from msgspec import Struct, field

from models.rulebook.base import RuleBook
from models.rulebook.objection import Objection


class Sentence(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str


SENTENCES = {
    "schedule_beyond_funding": Sentence(
        "释放计划与上限加起来，远多于资金池能够承担的金额；不足的部分不会补发。",
        "Schedules and caps add up to far more than the pool can pay; what is missing is not paid"
        " later.",
    ),
    "quote_beyond_backing": Sentence(
        "公式报价高于每个积分背后实有的资金；兑换按较低者计算。",
        "The price quoted by the formula is higher than the money behind a point; the lower of the"
        " two is what a redemption pays.",
    ),
    "early_joiners_gain": Sentence(
        "按真实账单推演：先参加的人拿回的比例较高，多出的部分来自后参加的人。",
        "Played on real receipts, those who join early get back a larger part; the difference comes"
        " from those who join later.",
    ),
    "last_joiners_least": Sentence(
        "按真实账单推演：最后参加的一批人，在所观察的期间内拿回的比例最低。",
        "Played on real receipts, those who join last get back the smallest part within the time"
        " looked at.",
    ),
    "bill_splitters_gain": Sentence(
        "按真实账单推演：把一笔账单拆成多笔的人拿回更多，多出的部分来自其他顾客。",
        "Played on real receipts, a shopper who splits a bill gets back more, at other shoppers'"
        " cost.",
    ),
    "token_buyers_gain": Sentence(
        "按真实账单推演：在许多商家小额消费的人拿回更多，多出的部分来自其他顾客。",
        "Played on real receipts, a shopper who makes small purchases at many stores gets back"
        " more, at other shoppers' cost.",
    ),
    "self_payers_gain": Sentence(
        "按真实账单推演：商家通过熟人给自己付款可以得利，代价由其他人承担。",
        "Played on real receipts, a merchant that pays itself through friends comes out ahead, at"
        " the cost of others.",
    ),
}


class Finding(Struct, frozen=True, kw_only=True):
    """What the simulator found: the code of its sentence, the numbers, and whether the sentence is
    not enough (`refused`)."""

    code: str
    zh: str
    en: str
    numbers: dict[str, int] = field(default_factory=dict)
    refused: bool = False


def check_disclosures(
    book: RuleBook, by_nature: Collection[str], findings: Collection[Finding]
) -> Iterator[Objection]:
    """Everything that has to be said is said, once, in words that exist."""
    for code in sorted({*book.disclosures} - SENTENCES.keys()):
        yield Objection(
            code="rulebook.disclosure_unknown",
            zh=f"没有名为“{code}”的披露。",
            en=f"There is no disclosure named '{code}'.",
        )
    if len({*book.disclosures}) != len(book.disclosures):
        yield Objection(
            code="rulebook.disclosure_twice",
            zh="同一项披露写了不止一次。",
            en="A disclosure is named more than once.",
        )
    yield from (_missing(code) for code in by_nature if code not in book.disclosures)
    for finding in findings:
        yield from _judge(book, finding)


def _judge(book: RuleBook, finding: Finding) -> Iterator[Objection]:
    if finding.refused:
        yield Objection(
            code=f"simulation.{finding.code}",
            zh=finding.zh,
            en=finding.en,
            numbers=finding.numbers,
        )
    elif finding.code not in book.disclosures:
        missing = _missing(finding.code)
        yield Objection(
            code=missing.code,
            zh=missing.zh + finding.zh,
            en=f"{missing.en} {finding.en}",
            numbers=finding.numbers,
        )


def _missing(code: str) -> Objection:
    sentence = SENTENCES[code]
    return Objection(
        code="rulebook.disclosure_missing",
        zh=f"须在 disclosures 中写明“{code}”：{sentence.zh}",
        en=f"Name '{code}' among the disclosures: {sentence.en}",
    )
