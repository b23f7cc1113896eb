"""Words are cut, facts are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat.mini.message_value import ValueUnfit, fit


@pytest.mark.parametrize(
    ("key", "value", "fitted"),
    [
        ("thing1", "满\n意  的店", "满 意 的店"),
        ("thing12", "字" * 21, "字" * 20),
        ("letter1", "a" * 40, "a" * 32),
        ("symbol1", "★★★★★★", "★★★★★"),
        ("character_string3", "ord_0123456789abc", "ord_0123456789abc"),
        ("name1", "王" * 11, "王" * 10),
        ("name1", "a" * 21, "a" * 20),
        ("name1", "王" * 9 + "abc", "王" * 9 + "ab"),
        ("phrase1", "已经全部到账了", "已经全部到"),
        ("number1", "12.5", "12.5"),
        ("amount1", "¥12.34", "¥12.34"),
        ("amount1", "12.34元", "12.34元"),
        ("time1", "2019年10月1日 15:01", "2019年10月1日 15:01"),
        ("time1", "15:01", "15:01"),
        ("date1", "2019年10月1日~2019年10月2日", "2019年10月1日~2019年10月2日"),
        ("phone_number1", "+86-0766-66888866", "+86-0766-66888866"),
        ("car_number1", "粤A8Z888挂", "粤A8Z888挂"),
        ("enum1", "已退款", "已退款"),
        ("thing1", "", "无"),
        ("thing1", "\n \t", "无"),
        ("character_string1", "", "-"),
    ],
)
def test_what_fits(key, value, fitted):
    assert fit(key, value) == fitted


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number1", ""),
        ("amount1", " "),
        ("time1", ""),
        ("letter1", ""),
        ("number1", "1" * 33),
        ("number1", "about 5"),
        ("amount1", "12345678901"),
        ("amount1", "free"),
        ("time1", "soon"),
        ("phone_number1", "1" * 18),
        ("car_number1", "粤A8Z888挂挂"),
        ("character_string1", "订单"),
        ("letter1", "abc1"),
        ("phrase1", "paid"),
    ],
)
def test_what_does_not(key, value):
    with pytest.raises(ValueUnfit):
        fit(key, value)


@given(st.text())
def test_a_thing_never_exceeds_its_limit(value):
    fitted = fit("thing1", value)
    assert 0 < len(fitted) <= 20
    assert "\n" not in fitted
