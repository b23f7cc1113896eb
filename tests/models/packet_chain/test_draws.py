"""Draws: the documented bytes, exact sums, no favourites."""

import hashlib
import hmac
import struct
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.packet_chain import commitment, day_seed, divide
from models.packet_chain.draws import words

SEED = bytes(range(32))
ORDER_ID = 0x0123456789ABCDEF


def _plainly(seed: bytes, order_id: int, total_fen: int, count: int) -> list[int]:
    """The documented method once more, in the plainest words; the house's own code is not used."""
    stream: list[int] = []
    packets, left, used, block = [], total_fen, 0, 0
    for k in range(count, 1, -1):
        m = max(1, 2 * left // k - 1)
        number = 1
        while m > 1:
            if used == len(stream):
                text = b"rangli/packet_chain/v1" + struct.pack(">qI", order_id, block)
                stream += struct.unpack(">8I", hmac.new(seed, text, hashlib.sha256).digest())
                block += 1
            word = stream[used]
            used += 1
            if word < m * (2**32 // m):
                number = word % m + 1
                break
        packets.append(number)
        left -= number
    return [*packets, left]


def test_the_bytes_are_those_documented() -> None:
    block = hmac.new(
        SEED,
        b"rangli/packet_chain/v1" + bytes.fromhex("0123456789abcdef") + bytes(4),
        hashlib.sha256,
    ).hexdigest()
    assert block == "497919ec82ed29a54077a64115f80f66dfde90464c794f629fb41ada37f46013"
    stream = words(SEED, ORDER_ID)
    first_nine = [next(stream) for _ in range(9)]
    assert first_nine[:3] == [0x497919EC, 0x82ED29A5, 0x4077A641]
    assert first_nine[8] == 0x6A95D7E9, "the ninth word opens block 1"
    assert commitment(SEED).hex() == (
        "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
    )


def test_a_division_computed_by_hand() -> None:
    # 100 fen among 4: 1232673260 % 49 = 7 → 8; 92 left among 3: 2196580773 % 60 = 33 → 34;
    # 58 left among 2: 1081583169 % 57 = 18 → 19; 39 left.
    assert divide(SEED, ORDER_ID, 100, 4) == [8, 34, 19, 39]


def test_a_day_s_seed_depends_on_key_market_and_day() -> None:
    known = {
        day_seed(key, market_code, day)
        for key in (bytes(32), SEED)
        for market_code in (330100, 330200)
        for day in (date(2026, 3, 1), date(2026, 3, 2))
    }
    assert len(known) == 8
    assert day_seed(SEED, 330100, date(2026, 3, 1)) == hmac.digest(
        SEED, b"rangli/day-seed/v1/330100/2026-03-01", "sha256"
    )


@given(
    seed=st.binary(min_size=32, max_size=32),
    order_id=st.integers(0, 2**63 - 1),
    count=st.integers(1, 50),
    more_fen=st.integers(0, 10**8) | st.integers(0, 60),
)
def test_every_division_adds_up_and_leaves_nobody_out(
    seed: bytes, order_id: int, count: int, more_fen: int
) -> None:
    total_fen = count + more_fen
    packets = divide(seed, order_id, total_fen, count)
    assert len(packets) == count
    assert sum(packets) == total_fen
    assert min(packets) >= 1
    assert packets == divide(seed, order_id, total_fen, count)
    left_fen = total_fen
    for place, packet_fen in enumerate(packets[:-1]):
        assert packet_fen <= max(1, 2 * left_fen // (count - place) - 1)
        left_fen -= packet_fen


@given(
    order_id=st.integers(0, 2**63 - 1),
    total_fen=st.integers(2**31, 2**32 - 1),
    count=st.integers(2, 20),
)
def test_words_above_the_limit_are_thrown_away(order_id: int, total_fen: int, count: int) -> None:
    # Of two packets, the first one's range leaves up to half of all words over.
    assert divide(SEED, order_id, total_fen, count) == _plainly(SEED, order_id, total_fen, count)


@given(order_id=st.integers(0, 2**63 - 1), total_fen=st.integers(20, 5000))
def test_small_sums_follow_the_documented_method(order_id: int, total_fen: int) -> None:
    assert divide(SEED, order_id, total_fen, 20) == _plainly(SEED, order_id, total_fen, 20)


@pytest.mark.parametrize(("total_fen", "count"), [(0, 1), (3, 4), (1, 0), (5, -1), (2**32, 2)])
def test_what_can_not_be_divided_is_refused(total_fen: int, count: int) -> None:
    with pytest.raises(ValueError, match="can't be divided"):
        divide(SEED, 1, total_fen, count)


def _chi_square(counts: Counter[int], cells: int) -> float:
    expected = counts.total() / cells
    return sum((counts[cell] - expected) ** 2 / expected for cell in range(cells))


def test_no_first_packet_is_likelier_than_another() -> None:
    counts = Counter(divide(SEED, order_id, 100, 4)[0] - 1 for order_id in range(20_000))
    assert set(counts) == set(range(49))
    assert _chi_square(counts, 49) < 97, "48 degrees of freedom: 97 is five deviations away"


def test_no_part_of_a_range_that_does_not_divide_the_words_is_favoured() -> None:
    whole = 3 * 2**30
    counts = Counter(
        (divide(SEED, order_id, whole + 1, 2)[0] - 1) // 2**30 for order_id in range(6_000)
    )
    assert _chi_square(counts, 3) < 12, "without rejection the lowest third would come twice"


def test_every_place_in_the_draw_expects_the_same() -> None:
    sums = [0] * 20
    for order_id in range(4_000):
        for place, packet_fen in enumerate(divide(SEED, order_id, 1_000, 20)):
            sums[place] += packet_fen
    # The mean is just below 50: the last takes what flooring (2r/k - 1) left of the others.
    assert all(46 < total / 4_000 < 56 for total in sums), [total / 4_000 for total in sums]
