"""The guard finds what must not be promised, and leaves honest sentences alone."""

import pytest

from models.rulebook import PacketChainBook, describe, objections_to

FORBIDDEN = [
    ("消费就是投资", "investment"),
    ("消費即投資", "investment"),
    ("Spending is an Investment", "investment"),
    ("每月分红", "dividend"),
    ("年化收益", "dividend"),
    ("Monthly DIVIDENDS for all", "dividend"),
    ("稳赚不赔", "certain_gain"),
    ("穩賺", "certain_gain"),
    ("稳 赚", "certain_gain"),
    ("稳·赚", "certain_gain"),
    ("稳\u200b赚", "certain_gain"),
    ("资金保本", "certain_gain"),
    ("Guaranteed cash back", "certain_gain"),
    ("we guarantee it", "certain_gain"),
    ("guaranteed", "certain_gain"),
    ("risk-free", "certain_gain"),
    ("躺赚", "effortless_gain"),
    ("月入过万", "effortless_gain"),
    ("a passive\nincome", "effortless_gain"),
    ("消费全返", "everything_back"),
    ("今日免费", "everything_back"),
    ("天天免单", "everything_back"),
    ("零元购", "everything_back"),
    ("everything for free", "everything_back"),
    ("100% back", "everything_back"),
    ("发展下线", "recruiting"),
    ("拉人头", "recruiting"),
    ("your downline", "recruiting"),
]

HONEST = [
    "平分红包",
    "拆分红包给大家",
    "领红包赚积分",
    "请安全返回",
    "确保本店正常营业",
    "担保本金额正确",
    "减免费用",
    "避免单独付款",
    "往返本店",
    "三月入驻的商家",
    "活动已下线",
    "代理财务",
    "增值税发票",
    "每个红包都有上限,绝不是承诺",
    "A ceiling, never a promise",
    "free of errors",
    "A full refund closes the claim",
    "a carefree evening",
    "Thank you for your order",
    "",
]


@pytest.mark.parametrize(("text", "idea"), FORBIDDEN)
def test_a_false_promise_is_refused_with_the_reason(text: str, idea: str) -> None:
    found = {objection.code: objection for objection in objections_to(text)}
    assert f"wording.{idea}" in found
    assert found[f"wording.{idea}"].zh.startswith("请不要写“")
    assert found[f"wording.{idea}"].en.startswith("Don't write")


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_sentence_passes(text: str) -> None:
    assert objections_to(text) == []


@pytest.mark.parametrize("text", ["消费增值", "积分升值", "appreciating points"])
def test_appreciation_is_the_word_of_one_program_only(text: str) -> None:
    (objection,) = objections_to(text, program="packet_chain")
    assert objection.code == "wording.appreciation"
    assert objections_to(text, program="appreciating_points") == []
    assert objections_to(text) == []


def test_all_the_forbidden_ideas_of_a_text_are_named() -> None:
    found = objections_to("投资,稳赚,稳赚,保本")
    assert [objection.code for objection in found] == ["wording.investment", "wording.certain_gain"]
    assert "稳赚、保本" in found[1].zh


def test_our_own_rule_text_passes_the_guard(book: PacketChainBook) -> None:
    for language in ("zh-CN", "en"):
        for section in describe(book, language):
            for text in (section.heading, *section.paragraphs):
                assert objections_to(text, program=book.program) == []
