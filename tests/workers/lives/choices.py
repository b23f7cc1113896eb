"""What hypothesis chooses from."""

from hypothesis import strategies as st

from tests.workers.lives import giving_back, toil
from tests.workers.lives.town import PEOPLE

_ODD_FEN = (1, 2, 9, 33, 99, 100, 101, 199, 999, 10_000, 10_001, 33_333, 1_000_000, 9_999_999)

who = st.integers(0, PEOPLE - 1)
which = st.integers(0, 11)
store = st.integers(0, 1)
amount_fen = st.sampled_from(_ODD_FEN) | st.integers(1_000, 30_000)
share = st.sampled_from(giving_back.SHARES)
after = st.just(0) | st.integers(1, 60)
moods = st.fixed_dictionaries(
    {},
    optional={
        "return_switch": st.booleans(),
        "available_fen": st.sampled_from((0, 10_000_000)),
        "flags": st.sets(st.sampled_from(("return_slow", "account_closed"))).map(sorted),
    },
)
visit = st.tuples(store, who, amount_fen)
visits = st.lists(visit, min_size=1, max_size=4)
changes = (
    st.tuples(st.just(toil.flag), who, st.sets(st.sampled_from(toil.FLAGS), max_size=1))
    | st.tuples(st.just(toil.mood), st.integers(0, 2), moods)
    | st.tuples(st.just(toil.bank), st.booleans())
)
places = (
    st.tuples(st.sampled_from(toil.OPERATIONS), st.sampled_from(toil.KINDS))
    | st.tuples(st.just("callback"), st.sampled_from(toil.CALLBACKS))
    | st.just(("line", "line_closed"))
)
bills = st.fixed_dictionaries(
    {
        "store": store,
        "who": who,
        "amount_fen": amount_fen,
        "ending": st.sampled_from(("heard", "unheard", "unpaid", "twice")),
        "after": after,
    }
)
history = st.lists(visit, min_size=4, max_size=10)
books = st.sampled_from(
    (
        (),
        ("green_points",),
        ("weekday_pool", "green_points"),
        ("green_points", "weekday_pool", "packet_chain"),
    )
)
flaws = st.dictionaries(who, st.sampled_from(toil.FLAWS), max_size=2)
manners = st.sampled_from(("as it is", "as it is", "forged", "tampered", "stale"))
hours = st.sampled_from((1, 25, 25, 25, 80))
lulls = st.sampled_from((1, 3, 61, 400, 2_000, 40_000, 31 * 86_400))
decisions = st.sampled_from(("approve", "approve", "decline", "withdraw"))
jobs = st.sampled_from(toil.JOBS)
reasons = st.sampled_from(toil.REASONS)
