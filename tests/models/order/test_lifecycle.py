from models.order.lifecycle import LEGAL_MOVES, State, may_move, sources_of


def test_every_state_has_its_row_in_the_table() -> None:
    assert set(LEGAL_MOVES) == set(State)


def test_money_that_moved_wins_over_closing() -> None:
    assert sources_of(State.PAID) == ["closed", "opened"]


def test_nothing_comes_back_from_paid_but_settlement() -> None:
    assert [to for to in State if may_move(State.PAID, to)] == [State.SETTLED]
    assert not any(may_move(State.SETTLED, to) for to in State)
