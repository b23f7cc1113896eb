"""From figures to what the gate must know: who gains at whose cost."""

from models.money import WHOLE_BP, format_percent
from models.rulebook.disclosure import Finding
from models.simulation.cohorts import Cohort, share_bp
from models.simulation.summary import Play, Summary

_NOTICEABLE_BP = 100
"""One per cent of the discounts given: less is chance."""

_RELATIVE = 20
"""And at least a twentieth more than the honest get."""

_FEWEST = 5
"""A cohort of fewer people says nothing."""

_NAMES = {
    "bill_splitters_gain": ("拆分账单的人", "Bill splitters"),
    "token_buyers_gain": ("到处小额消费的人", "Token buyers"),
    "self_payers_gain": ("给自己付款的商家", "Merchants that pay themselves"),
    "early_joiners_gain": ("先参加后停止的人", "Early joiners who stop"),
}


def findings_of(summary: Summary) -> list[Finding]:
    """Return what has to be said, or, for a merchant that profits by paying itself, refused."""
    found = [finding for play in summary.plays for finding in _of_play(play)]
    return found + _of_cohorts(summary.cohorts)


def _of_play(play: Play) -> list[Finding]:
    if play.name == "self_payers_gain":
        gains = play.net_fen * WHOLE_BP > play.gave_fen * _NOTICEABLE_BP
        return [_finding(play, refused=True)] if gains else []
    more = play.strategic_bp - play.honest_bp
    if more >= max(_NOTICEABLE_BP, play.honest_bp // _RELATIVE):
        return [_finding(play, refused=False)]
    return []


def _finding(play: Play, *, refused: bool) -> Finding:
    zh, en = _NAMES[play.name]
    theirs, honest = format_percent(play.strategic_bp), format_percent(play.honest_bp)
    return Finding(
        code=play.name,
        zh=f"{zh}拿回自己账单让利的 {theirs}，同样消费的诚实顾客拿回 {honest}。",
        en=f"{en} get back {theirs} of their bills' discounts, the honest beside them {honest}.",
        numbers={
            "strategic_bp": play.strategic_bp,
            "honest_bp": play.honest_bp,
            "net_fen": play.net_fen,
        },
        refused=refused,
    )


def _of_cohorts(cohorts: list[Cohort]) -> list[Finding]:
    large = [cohort for cohort in cohorts if cohort.people >= _FEWEST]
    if len(large) < 2:
        return []
    last, *before = large
    before_bp = share_bp(sum(one.got_fen for one in before), sum(one.spent_fen for one in before))
    if last.got_bp * 10 >= before_bp * 9:
        return []
    theirs, others = format_percent(last.got_bp), format_percent(before_bp)
    return [
        Finding(
            code="last_joiners_least",
            zh=f"{last.month} 最后参加的 {last.people} 人拿回消费的 {theirs}，此前的人 {others}。",
            en=f"The {last.people} people who joined last ({last.month}) got back {theirs} of what"
            f" they spent, those before them {others}.",
            numbers={"last_bp": last.got_bp, "before_bp": before_bp, "people": last.people},
        )
    ]
