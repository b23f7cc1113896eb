"""The forbidden ideas, the words that carry them, and why each can't be said."""

import re
from typing import NamedTuple


class Forbidden(NamedTuple):
    """An idea that no text may carry: its code, its words, the reason in both languages."""

    code: str
    pattern: re.Pattern[str]
    zh: str
    en: str


SIMPLIFIED = str.maketrans(
    "資紅穩賺費單額無風險動權財證諾贏報發線級團隊計買過萬",
    "资红稳赚费单额无风险动权财证诺赢报发线级团队计买过万",
)

APPRECIATION_PROGRAM = "appreciating_points"

APPRECIATION = Forbidden(
    "wording.appreciation",
    re.compile(r"增值(?!税|服务)|升值|\bappreciat(?:e|es|ing|ion)\b"),
    "这里的红包不会升值。",
    "nothing in this program grows in value.",
)

FORBIDDEN = (
    Forbidden(
        "wording.investment",
        re.compile(
            r"投资(?!料)|融资(?!讯|料)|(?<![管代])理财(?!务)|原始股|入股|股权|众筹"
            r"|\binvest(?:s|ed|ing|ment|ments|or|ors)?\b|\bequity\b"
        ),
        "消费不是投资，返还只来自商家的让利。",
        "spending is not an investment; rebates come from a merchant's discount only.",
    ),
    Forbidden(
        "wording.dividend",
        re.compile(
            r"分红(?!包)|股息|派息|保息|年化|收益率|回报率|静态收益|动态收益"
            r"|\bdividends?\b|\bannual (?:yield|return)s?\b|\breturns? on\b|\broi\b"
        ),
        "没有人按份额分得利润，也没有收益率。",
        "nobody is paid a share of profits, and there is no rate of return.",
    ),
    Forbidden(
        "wording.certain_gain",
        re.compile(
            r"稳赚|必赚|(?<!红)包赚|稳赢|保赚|只赚不赔|零风险|无风险|(?<![确担环])保本"
            r"|(?<!确)保底|刚兑|刚性兑付|[包保](?:证)?回本|(?:保证|承诺)(?:返|赚|收益|提现)"
            r"|\bguarant(?:ee|ees|eed|eeing)\b|\brisk[ -]?free\b|\b(?:no|zero|without) risk\b"
            r"|\bsure (?:profit|win|gain|thing)s?\b|\bcan(?:'|’)?t lose\b"
        ),
        "能返多少取决于以后的账单，没有人能作保。",
        "what comes back depends on later bills, and nobody can vouch for it.",
    ),
    Forbidden(
        "wording.effortless_gain",
        re.compile(
            r"躺赚|躺赢|躺着赚|被动收入|睡后收入|管道收入|财富自由|日进斗金|暴富|暴利"
            r"|月入[\d过十百千万]"
            r"|\bpassive income\b|\bfinancial(?:ly)? (?:freedom|free)\b"
            r"|\bget(?:ting)? rich\b|\beasy money\b|\bearn while you sleep\b"
        ),
        "这里没有不劳而获的收入。",
        "there is no income here without a sale.",
    ),
    Forbidden(
        "wording.everything_back",
        re.compile(
            r"(?<!安)全返|全额返|(?<!往)返本|(?<![减避])免费|(?<!避)免单|[零0]元购|白拿"
            r"|\bfree\b(?! of)|\bfree of charge\b|\bfull (?:rebate|cash ?back)\b"
            r"|\b100 ?% (?:back|cash ?back|rebate)"
        ),
        "上限不是承诺，没有什么会全部返还。",
        "a cap is not a promise, and nothing comes back in full.",
    ),
    Forbidden(
        "wording.recruiting",
        re.compile(
            r"拉人头|(?:发展|拉)下线|团队计酬|级差|裂变收益"
            r"|\bdownlines?\b|\buplines?\b|\bmulti-?level\b|\bmlm\b|\bpyramid\b"
        ),
        "报酬只来自真实消费，推荐只有一级。",
        "pay comes from real sales, and referral has one level.",
    ),
)
