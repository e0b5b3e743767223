from hypothesis import given
from hypothesis import strategies as st

from deterrence.page.history import MAX_STEPS, History, record, redo, undo


@given(st.lists(st.integers(0, 5), max_size=30))
def test_undoing_everything_and_doing_it_again_ends_where_it_began(states):
    history = History(0)
    for state in states:
        history = record(history, state)
    back = history
    while back.past:
        back = undo(back)
    assert back.now == 0
    while back.future:
        back = redo(back)
    assert back == history


def test_the_same_state_again_is_no_step():
    assert record(History("a"), "a") == History("a")


def test_a_new_step_forgets_what_was_undone():
    assert record(undo(record(History("a"), "b")), "c").future == ()


def test_at_the_ends_nothing_happens():
    assert undo(History("a")) == redo(History("a")) == History("a")


def test_a_session_stays_small():
    history = History(0)
    for state in range(1, 3 * MAX_STEPS):
        history = record(history, state)
    assert len(history.past) == MAX_STEPS
