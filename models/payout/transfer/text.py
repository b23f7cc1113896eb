"""The way of carried money in sentences, in Chinese and in English. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from models.clock import MARKET_ZONE
from models.money import format_yuan
from models.payout.transfer.reason_text import Words, words_of
from models.payout.transfer.ways import Obstacle, Rail, Way

_OBSTACLES: Final[Mapping[Obstacle, Words]] = {
    Obstacle.OFF: ("目前不提供提现到零钱。", "Withdrawing is not offered at present."),
    Obstacle.NOTHING_CARRIED: ("没有累积的钱。", "Nothing is carried forward."),
    Obstacle.UNDER_WAY: (
        "有一笔提现正在进行，完成后才能再提。",
        "A withdrawal is under way; the next can follow when it has ended.",
    ),
    Obstacle.DEBT_FIRST: (
        "退款留下的欠款要先由以后的返还抵扣。",
        "What a refund left owing is covered by later rebates first.",
    ),
    Obstacle.TOO_SMALL: (
        "满{least}才能提现，不足的部分随下一笔返还一起到账。",
        "Withdrawing begins at {least}; less than that comes with your next rebate.",
    ),
    Obstacle.RESTING: (
        "上一笔提现没有成功，{when}起可以再试。",
        "Your last withdrawal failed; you may try again from {when}.",
    ),
    Obstacle.PERSON_DAY_SPENT: (
        "您今天的提现额度已用完，{when}起可以再提。",
        "Your limit for today is used up; you may withdraw again from {when}.",
    ),
    Obstacle.MARKET_DAY_SPENT: (
        "本市场今天的提现额度已用完，{when}起可以再提。",
        "The market's limit for today is used up; you may withdraw again from {when}.",
    ),
    Obstacle.NOT_ARRIVED: (
        "这笔钱还在从门店转来的路上，稍后即可提现。",
        "The money is still on its way from the store; please try a little later.",
    ),
}


def explain(way: Way, *, english: bool) -> list[str]:
    """Why the money is carried, how it goes on by itself, and what its person can do."""
    say = _speaker(way, english)
    if not way.carried_fen:
        return []
    told = [words_of(way.reason)[english]] if way.reason else []
    told.append(say(_by_split(way)))
    told.append(say(_OBSTACLES[way.obstacle] if way.obstacle else _by_transfer(way)))
    if way.name_needed_fen:
        told.append(say(_WITH_NAME))
    return told


_WITH_NAME: Final[Words] = (
    "提供真实姓名可以一次提现{named}。",
    "With your real name {named} can go at once.",
)


def _by_split(way: Way) -> Words:
    if way.split_from_at is not None:
        return (
            "{split_when}之前不会随返还到账。",
            "Until {split_when} it does not come with rebates.",
        )
    return (
        "它会随您的下一笔返还一起自动到账，一分钱也可以，无需操作。",
        "It comes by itself with your next rebate, even a single fen; there is nothing to do.",
    )


def _by_transfer(way: Way) -> Words:
    if way.rail is Rail.TRANSFER:
        return (
            "现在可以提现{fen}到零钱，需要您在微信里确认。",
            "You can withdraw {fen} now; WeChat asks you to confirm it.",
        )
    return (
        "不想等，也可以现在提现{fen}到零钱，需要您在微信里确认。",
        "If you would rather not wait, withdraw {fen} now; WeChat asks you to confirm it.",
    )


def _speaker(way: Way, english: bool) -> Callable[[Words], str]:
    values = {
        "least": format_yuan(way.least_fen),
        "fen": format_yuan(way.transfer_fen),
        "named": format_yuan(way.name_needed_fen),
        "when": _when(way.transfer_from_at, english),
        "split_when": _when(way.split_from_at, english),
    }
    return lambda words: words[english].format(**values)


def _when(moment: datetime | None, english: bool) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(MARKET_ZONE)
    return f"{local:%Y-%m-%d %H:%M}" if english else f"{local.month}月{local.day}日{local:%H:%M}"
