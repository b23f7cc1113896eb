"""What stands in the pictures and tables, in both languages."""

from typing import Literal

from msgspec import Struct

from deploy.compare.figures import Program
from deploy.simulate.page import PLAYS

Language = Literal["zh", "en"]


class Words(Struct, frozen=True, kw_only=True):
    """All labels in one language."""

    cohorts: str
    spread: str
    shares: str
    funding: str
    cover: str
    caps: str
    strategic: str
    tenths: tuple[str, str, str]
    sides: tuple[str, ...]
    fund: tuple[str, str]
    years: tuple[str, str, str]
    reached: tuple[str, ...]
    actors: tuple[str, str]
    plays: dict[str, str]
    year_end: str
    at_most: str
    month_heads: tuple[str, ...]
    year_heads: tuple[str, ...]
    play_heads: tuple[str, ...]
    rows: tuple[str, ...]


WORDS: dict[Language, Words] = {
    "zh": Words(
        cohorts="拿回占消费（%），按参加月份，最后参加的在最前；每套一个刻度",
        spread="把人分成十份，每份的界线拿回消费的多少",
        shares="每 100 元让利到了哪里",
        funding="最多还能得到的，和实有的资金（万元）",
        cover="实有资金占“最多还能得到”的比例",
        caps="上限达到了多少（占份数）",
        strategic="拿回占自己账单让利：会算计的人和诚实的人",
        tenths=("最少的一成", "一半", "最多的一成"),
        sides=("顾客", "商家（作为用户）", "各种角色", "平台", "年末仍在资金池"),
        fund=("最多还能得到", "实有资金"),
        years=("真实的一年", "增长后停滞", "下半年少两成"),
        reached=("不到一成", "一成到一半", "一半到收满", "收满"),
        actors=("会算计", "诚实"),
        plays={name: zh for name, (zh, _) in PLAYS.items()},
        year_end="年末",
        at_most="最多",
        month_heads=("参加的月份", "人数"),
        year_heads=(
            "",
            "年份",
            "最后参加",
            "他们拿回",
            "最多还能得到（万元）",
            "实有资金（万元）",
            "比例",
        ),
        play_heads=("", "做法", "会算计", "诚实", "让出", "净得"),
        rows=(
            "最后参加的一批，拿回占消费",
            "最先参加的一批，拿回占消费",
            "全体顾客，拿回占消费",
            "一半的人不超过",
            "商家让利占流水",
            "商家留下占流水",
            "让利中：顾客",
            "让利中：商家（作为用户）",
            "让利中：各种角色",
            "让利中：平台",
            "让利中：年末仍在资金池",
            "平台占流水",
            "上限合计达到了",
            "收满的份数",
            "年末实有资金占“最多还能得到”",
        ),
    ),
    "en": Words(
        cohorts="Got back of spending (%), by month of joining, the last first; scales differ",
        spread="What came back of spending, at the borders of tenths",
        shares="Where ¥100 of discounts went",
        funding="What caps would still allow, and what is there (¥10,000)",
        cover="What is there, of what caps would still allow",
        caps="How much of the caps is reached (share of claims)",
        strategic="Got back of one's own bills' discounts: strategic, honest",
        tenths=("lowest tenth", "half", "highest tenth"),
        sides=("shoppers", "stores (as users)", "roles", "platform", "still in the fund"),
        fund=("caps allow at most", "funded"),
        years=("year as it was", "stall", "20% less"),
        reached=("under a tenth", "tenth to half", "half to full", "full"),
        actors=("strategic", "honest"),
        plays={name: en for name, (_, en) in PLAYS.items()},
        year_end="at the end",
        at_most="at most",
        month_heads=("joined", "people"),
        year_heads=(
            "",
            "year",
            "last",
            "got back",
            "caps allow, ¥10,000",
            "funded, ¥10,000",
            "cover",
        ),
        play_heads=("", "scheme", "strategic", "honest", "gave", "net"),
        rows=(
            "last to join: got back, of spending",
            "first to join: got back, of spending",
            "all shoppers: got back, of spending",
            "half of the people no more than",
            "stores gave, of turnover",
            "stores kept, of turnover",
            "of discounts: shoppers",
            "of discounts: stores (as users)",
            "of discounts: roles",
            "of discounts: platform",
            "of discounts: still in the fund",
            "platform, of turnover",
            "of all caps, reached",
            "claims at their cap",
            "funded at the end, of what caps still allow",
        ),
    ),
}


def title_of(program: Program, language: Language) -> str:
    """The name of a program's book."""
    return program.title.zh if language == "zh" else program.title.en
