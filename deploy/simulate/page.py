"""The report as one page: Chinese first, English beside it, plots inside, nothing to load."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from deploy.simulate.plots import bars, lines
from deploy.simulate.report import Report
from models.money import format_percent, format_yuan

_STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
_FUTURES = {
    "replay": ("真实的一年", "the year as it was"),
    "flat": ("业务不变", "flat business"),
    "growth": ("每月增长一成", "a tenth more each month"),
    "stall": ("增长半年后停滞", "growth, then a standstill"),
    "minus20": ("下半年减少两成", "a fifth less from the middle on"),
    "refund_wave": ("退款潮", "a wave of refunds"),
    "merchants_leave": ("最大的商家离开", "the largest merchants leave"),
}
PLAYS = {
    "bill_splitters_gain": ("拆分账单", "splits bills"),
    "token_buyers_gain": ("小额多店", "buys tokens"),
    "self_payers_gain": ("商家自付", "pays itself"),
    "early_joiners_gain": ("早来早走", "stops early"),
}


def page(report: Report) -> str:
    """Write the page."""
    zh, en = _FUTURES[report.future]
    body = [
        f"<h1>{escape(report.title.zh)} · {zh}</h1>",
        f'<p class="en">{escape(report.title.en)} · {en}<br><code>{report.program} '
        f"{report.book_hash}</code></p>",
        *_verdict(report),
        *_cohorts(report),
        *_money(report),
        *_caps(report),
        *_plays(report),
        *_how(report),
    ]
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(report.title.zh)} · {zh}</title><style>{_STYLE}</style>"
        f"<main>{''.join(body)}</main></html>"
    )


def _heading(zh: str, en: str) -> str:
    return f'<h2>{zh} <span class="en">{en}</span></h2>'


def _verdict(report: Report) -> Iterable[str]:
    for finding in report.findings:
        yield (
            f'<p class="say">{escape(finding.zh)}<br><span class="en">{escape(finding.en)}</span>'
            f" <code>{finding.code}</code></p>"
        )
    if not report.objections:
        en = '<span class="en">The gate has no objection.</span>'
        yield f'<p class="yes">规则检查没有异议。{en}</p>'
    for one in report.objections:
        yield (
            f'<p class="no">{escape(one.zh)}<br><span class="en">{escape(one.en)}</span>'
            f" <code>{one.code}</code></p>"
        )


def _cohorts(report: Report) -> Iterable[str]:
    yield _heading("按参加月份，最后参加的在最前", "By month of joining, the last first")
    yield (
        '<div class="scroll"><table><tr><th>参加<br>joined<th>人数<br>people<th>消费<br>spent'
        "<th>拿回<br>got back<th>占消费<br>of spending<th>占让利<br>of discounts"
        "<th>中位<br>median<th>最少一成以下<br>lowest tenth<th>最多一成以上<br>highest tenth</tr>"
    )
    for place, one in enumerate(report.summary.cohorts):
        cells = [one.month, f"{one.people:,}", format_yuan(one.spent_fen), format_yuan(one.got_fen)]
        cells += map(format_percent, (one.got_bp, one.of_discount_bp, one.median_bp))
        cells += map(format_percent, (one.tenth_bp, one.ninetieth_bp))
        row = "".join(f"<td>{cell}" for cell in cells)
        yield f"<tr{' class=last' if place == 0 else ''}>{row}</tr>"
    yield "</table></div>"
    names = [one.month[5:] for one in report.summary.cohorts]
    got = [one.got_bp / 100 for one in report.summary.cohorts]
    yield bars(names, [("拿回占消费 got back, of spending", got)], "%")


def _money(report: Report) -> Iterable[str]:
    months = report.summary.months
    names = [one.month for one in months]
    yield _heading("每月的钱", "Money by month")
    yield lines(
        names,
        [
            ("让利 discounts", [one.discount_fen / 100 for one in months]),
            ("进入资金池 into the fund", [one.into_fund_fen / 100 for one in months]),
            ("付给用户 paid to users", [one.paid_fen / 100 for one in months]),
            ("平台 platform", [one.platform_fen / 100 for one in months]),
        ],
        "元",
    )
    yield _heading("最多还能得到的，和实有的资金", "What caps would still allow, and what is there")
    yield lines(
        names,
        [
            ("上限所余 at most", [one.owed_at_most_fen / 100 for one in months]),
            ("实有资金 funded", [one.funded_fen / 100 for one in months]),
        ],
        "元",
    )
    figures = report.summary
    yield (
        f"<p>让利合计 {format_yuan(figures.discount_fen)}，"
        f"付给用户 {format_yuan(figures.paid_fen)}，各方 {format_yuan(figures.parties_fen)}，"
        f"平台 {format_yuan(figures.platform_fen)}"
        f"（流水的 {format_percent(figures.platform_bp)}），"
        f"尚在资金池 {format_yuan(figures.left_fen)}。"
        '<br><span class="en">Discounts, paid to users, to parties, to the platform (and its share'
        " of turnover), still in the fund. Returned to merchants of refunded bills"
        f" {format_yuan(figures.returned_fen)}, open debts {format_yuan(figures.debt_fen)}."
        "</span></p>"
    )


def _caps(report: Report) -> Iterable[str]:
    figures = report.summary
    yield _heading("上限有多少达到", "How much of the caps is ever reached")
    yield (
        f"<p>上限合计 {format_yuan(figures.caps_fen)}，"
        f"达到 {format_percent(figures.caps_reached_bp)}。"
        f"{figures.claims:,} 份中，收满的占 {format_percent(figures.claims_at_cap_bp)}，"
        f"过半的占 {format_percent(figures.claims_at_half_bp)}，"
        f"过一成的占 {format_percent(figures.claims_at_tenth_bp)}。"
        '<br><span class="en">The sum of all caps and the share reached; of all claims those at'
        " their cap, at half of it, at a tenth.</span></p>"
    )


def _plays(report: Report) -> Iterable[str]:
    plays = report.summary.plays
    yield _heading("会算计的人和诚实的人", "Strategic people and honest ones")
    yield bars(
        [PLAYS[one.name][0] for one in plays],
        [
            ("会算计 strategic", [one.strategic_bp / 100 for one in plays]),
            ("诚实 honest", [one.honest_bp / 100 for one in plays]),
        ],
        "%",
    )
    yield (
        '<div class="scroll"><table><tr><th>做法<br>scheme<th>会算计<br>strategic<th>诚实<br>honest'
        "<th>让出<br>gave<th>净得<br>net</tr>"
    )
    for one in plays:
        zh, en = PLAYS[one.name]
        yield (
            f'<tr><td>{zh} <span class="en">{en}</span><td>{format_percent(one.strategic_bp)}'
            f"<td>{format_percent(one.honest_bp)}<td>{format_yuan(one.gave_fen)}"
            f"<td>{format_yuan(one.net_fen)}</tr>"
        )
    yield "</table></div>"
    yield (
        "<p>百分数是拿回的钱占自己账单让利的比例。净得是拿回的减去让出的。"
        '<br><span class="en">Percentages are what came back of the discounts of one\'s own bills;'
        " net is what came back less what was given.</span></p>"
    )


def _how(report: Report) -> Iterable[str]:
    yield (
        f"<p><small>{report.summary.bills:,} 张账单，{report.summary.people:,} 人，"
        "真实的一年或由它改造而成。一美元读作一元。所有角色都有人担任。"
        f"<br>{report.summary.bills:,} bills of a real year (The Complete Journey, one dollar"
        " read as one yuan), or made from it; every role filled.</small></p>"
    )
