import pytest

from models.order import read_mark, write_mark


def test_a_mark_brings_its_market_home() -> None:
    assert read_mark(write_mark(330100)) == 330100


@pytest.mark.parametrize(
    "text",
    [None, "", "m=", "m=33010", "m=3301000", "m=030100", "M=330100", "m=330100 ", "m=３３０１００"],
)
def test_any_other_text_is_no_market(text: str | None) -> None:
    assert read_mark(text) == 0
