import pytest

import deterrence as dt
from deterrence.solvers.closed_form import solve_closed_form

GAME = dt.Deterrence((5, 3, 1, 0, -2), (5, 5, 2, 1, -3), 0.3, 0.3)


@pytest.mark.parametrize("written", ["D1", "d1"])
def test_a_refinement_is_known_in_small_letters_and_large(written):
    found = solve_closed_form(GAME, refinement=written)
    assert [member.name for member in found.members] == ["bluff"] and "'untested'" in found.sentence


def test_a_member_that_fails_a_refinement_says_why_and_others_say_nothing():
    bluff, untested = solve_closed_form(GAME).members
    assert "why" not in bluff.details and "a challenger is taken to be hard" in untested.details["why"]["D1"]


def test_a_refinement_that_no_candidate_knows_is_refused():
    with pytest.raises(dt.SolverError, match="allowed is D1"):
        solve_closed_form(GAME, refinement="intuitive")
    with pytest.raises(dt.SolverError, match="no refinement applies to a crisis"):
        solve_closed_form(dt.Crisis(0, 1, 0, -1.9, -1.2, 1, -2.9), refinement="d1")
