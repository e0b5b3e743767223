"""All Markov perfect equilibria of one front."""

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.solvers.markov_all import solve_markov_all
from tests.games.random_ladders import N_PLAYERS, random_ladder
from tests.games.test_ladder import independent_proxies


@pytest.mark.parametrize(("n", "has_restraint"), [(12, True), (13, False)])
def test_like_seats_are_listed_once(n, has_restraint):
    found = solve_markov_all(independent_proxies(1, 0.95, 0.01, 0.2, n))
    assert any(member.name == "all hold" for member in found.members) == has_restraint
    assert f"All {n + 1} pure profiles" in found.sentence


def test_a_profile_of_several_arrangements_says_how_many():
    # Who climbs gains, a second climber adds nothing: one of three climbs.
    front = Front(
        "race",
        1,
        (0, 1, 2),
        0,
        0,
        0,
        0,
        [[0, 1]] * 3,
        -1.0,
        0,
        hazard=[0, 0.9, 0.9, 0.9],
        postures=("hold", "escalate"),
    )
    found = solve_markov_all(Ladder([front], None, 0.9, 1))
    pure = {m.name: m.details["arrangements"] for m in found.members if "mixed" not in m.name}
    assert pure == {"2 x hold, 1 x escalate": 3} or pure == {"1 x escalate, 2 x hold": 3}
    assert any("mixed" in member.name for member in found.members)


@pytest.mark.parametrize(
    ("layout", "seed"),
    [("one front, three seats", 1), ("one front, a player twice", 1), ("one front, a player twice", 2)],
)
def test_every_member_is_certified_by_the_slow_ladder(layout, seed):
    ladder, dense = random_ladder(layout, seed)
    for member in solve_markov_all(ladder).members:
        table = member.details["strategies"].probabilities
        regret = max(dense.regret(table, player) for player in range(N_PLAYERS))
        assert member.regret == pytest.approx(regret, abs=1e-8)
        assert (regret < 1e-6 * ladder.payoff_scale.max()) == (member.details["kind"] == "Markov perfect")


@pytest.mark.parametrize("seed", range(4))
def test_a_single_seat_always_has_a_best_plan(seed):
    ladder, dense = random_ladder("one front, one seat", seed)
    found = solve_markov_all(ladder)
    assert found.members
    assert dense.regret(found.members[0].details["strategies"].probabilities, 0) < 1e-9


def test_where_nobody_has_a_choice_the_list_is_complete():
    front = Front("fixed", 1, (0,), 0.1, 0, 0, 0, [[1, 0]], 0, 0, postures=("hold",))
    found = solve_markov_all(Ladder([front], None, 0.9, 1))
    assert found.status == "complete" and len(found.members) == 1


def test_other_games_are_refused_in_one_sentence():
    with pytest.raises(SolverError, match="a ladder of one front"):
        solve_markov_all(random_ladder("two fronts", 0)[0])
    crowd = Front("crowd", 4, range(6), 0, 0, 0, 0.1, np.zeros((6, 5)), np.arange(6.0), 0)
    with pytest.raises(SolverError, match="pure profiles") as caught:
        solve_markov_all(Ladder([crowd], None, 0.9, 1))
    assert "\n" not in str(caught.value)
