"""The Markov perfect equilibrium at the end of the principal branch."""

import pytest

from deterrence.errors import SolverError
from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.solvers.markov_perfect import solve_markov_perfect
from tests.games.random_ladders import LAYOUTS, N_PLAYERS, random_ladder
from tests.games.test_ladder import border


@pytest.mark.parametrize(
    ("gain", "hazard", "expected", "value"),
    [
        (0.5, (0.02, 0.2, 0.3), 0.0, 8.474576),
        (1.5, (0.02, 0.2, 0.3), 1.0, 2.5 / 0.37),
        (0.2, (0.05, 0.15, 0.9), 0.0, 1 / 0.145),
    ],
)
def test_the_branch_leads_to_restraint_or_war(gain, hazard, expected, value):
    found = solve_markov_perfect(Ladder([border(gain, hazard)], None, 0.9, 1))
    assert found.members[0].strategies[0]["border at 0"]["escalate"] == expected
    assert found.members[0].payoffs == pytest.approx((value, value), abs=1e-6)
    assert found.members[0].regret < 1e-9


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_called_markov_perfect_has_no_profitable_joint_deviation(layout, seed):
    ladder, dense = random_ladder(layout, seed)
    found = solve_markov_perfect(ladder)
    assert bool(found.members) == (found.status == "one")
    for member in found.members:
        table = member.details["strategies"].probabilities
        regret = max(dense.regret(table, player) for player in range(N_PLAYERS))
        assert member.regret == pytest.approx(regret, abs=1e-8)
        assert (regret < 1e-6 * ladder.payoff_scale.max()) == (member.name == "markov_perfect")


def test_seats_that_only_gain_together_make_a_seat_equilibrium():
    # One player holds both seats; the front climbs to a better rung only if both escalate, at a small price each.
    front = Front(
        "pair",
        1,
        (0, 0),
        0,
        0,
        0,
        0,
        [[0, 1]],
        -0.1,
        0,
        hazard=[0, 0, 1],
        postures=("hold", "escalate"),
        absorbing=(1,),
    )
    found = solve_markov_perfect(Ladder([front], None, 0.9, 1))
    member = found.members[0]
    if member.strategies[0]["pair at 0"]["hold"] == 1.0:
        assert member.name == "seat equilibrium" and member.regret > 1
    else:
        assert member.name == "markov_perfect" and member.regret < 1e-9


def test_a_mixed_equilibrium_is_made_exact():
    # Each gains from climbing only if the other does not, and the branch stays symmetric.
    front = Front(
        "duel", 1, (0, 1), 0, 0, 0, 0, [[0, 1]] * 2, -1.0, 0, hazard=[0, 0.5, 0.6], postures=("hold", "escalate")
    )
    found = solve_markov_perfect(Ladder([front], None, 0.9, 1))
    chance = found.members[0].strategies[0]["duel at 0"]["escalate"]
    assert 0.01 < chance < 0.99 and found.members[0].regret < 1e-9


def test_draws_are_refused():
    front = Front("border", 1, (0,), 0, 0, 0, 0.1, [[1, 0]], [[[0.5]]] * 3, 0)
    with pytest.raises(SolverError, match="without draws"):
        solve_markov_perfect(Ladder([front], None, 0.9, 1))


def test_precisions_out_of_order_are_refused():
    ladder = Ladder([border(0.5, (0.02, 0.2, 0.3))], None, 0.9, 1)
    with pytest.raises(SolverError, match="positive numbers"):
        solve_markov_perfect(ladder, first_precision=10, last_precision=1)


def test_too_small_a_last_precision_fails_in_a_sentence():
    ladder = Ladder([border(1.5, (0.02, 0.2, 0.3))], None, 0.9, 1)
    found = solve_markov_perfect(ladder, first_precision=0.01, last_precision=0.01)
    assert found.status == "failed" and "raise last_precision" in found.sentence
    assert found.members == ()


def test_a_result_that_no_larger_precision_confirms_says_so():
    ladder = Ladder([border(1.5, (0.02, 0.2, 0.3))], None, 0.9, 1)
    assert "not confirmed" in solve_markov_perfect(ladder, first_precision=60, last_precision=60).sentence
    assert "not confirmed" not in solve_markov_perfect(ladder).sentence
