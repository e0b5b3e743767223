"""The ladder against a slow one written from its definition, known cases, symmetries, and wrong input."""

import math

import numpy as np
import pytest

from deterrence.errors import GameError
from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.games.profile import StrategyProfile
from tests.games.random_ladders import LAYOUTS, N_PLAYERS, random_ladder, random_strategies

CASES = [pytest.param(layout, seed, id=f"{layout}-{seed}") for layout in LAYOUTS for seed in range(3)]
SWAP = {0: 1, 1: 0, 2: 2, 3: 3}


def border(gain, hazard, n_seats=2, **keywords):
    """A quiet border: each seat gains by attacking; war is absorbing and worth nothing."""
    flow = [[1, 0]] * n_seats
    return Front(
        "border", 1, range(n_seats), 0, 0, 0, 0, flow, gain, 0, hazard=hazard, postures=("hold", "escalate"), **keywords
    )


def independent_proxies(gain, discount, accident, attack, n):
    hazard = [1 - (1 - accident) ** (n - m) * (1 - attack) ** m for m in range(n + 1)]
    return Ladder([border(gain, hazard, n)], None, discount, 1)


@pytest.mark.parametrize(("layout", "seed"), CASES)
def test_regret_is_the_gain_of_the_best_joint_deviation(layout, seed):
    ladder, dense = random_ladder(layout, seed)
    for pure in (False, True):
        table = random_strategies(ladder, seed, pure=pure)
        profile = ladder.strategies(table).profile()
        expected = [dense.regret(table, player) for player in range(N_PLAYERS)]
        assert ladder.regret_by_player(profile) == pytest.approx(expected, abs=1e-8)
        assert ladder.regret(profile) == pytest.approx(max(expected), abs=1e-8)


def test_the_bounds_of_restraint_and_war_are_those_of_the_closed_form():
    # g <= delta (h1 - h0) V_R for restraint; g >= delta (h2 - h1) V_A for war, where V_A itself grows with g.
    edge = 0.9 * 0.18 / (1 - 0.9 * 0.98)
    assert edge == pytest.approx(1.372881, abs=5e-7)
    for gain, expected in ((edge - 1e-6, True), (edge + 1e-6, False)):
        ladder = Ladder([border(gain, (0.02, 0.2, 0.3))], None, 0.9, 1)
        assert (ladder.regret(ladder.pure("hold").profile()) < 1e-9) == expected
    share = 0.9 * 0.1 / (1 - 0.9 * 0.7)
    edge = share / (1 - share)
    for gain, expected in ((edge + 1e-6, True), (edge - 1e-6, False)):
        ladder = Ladder([border(gain, (0.02, 0.2, 0.3))], None, 0.9, 1)
        assert (ladder.regret(ladder.pure("escalate").profile()) < 1e-9) == expected


def swapped(ladder):
    """The ladder with the labels, seats and numbers of players 0 and 1 exchanged."""
    order = [1, 0, 2, 3]
    fronts = [
        Front(
            front.name, front.top, [SWAP[p] for p in front.seats], front.accident, front.ease, front.calm, front.push,
            front.flow[order], front.gain, front.backdown, front.restraint_cost, front.hazard, front.postures,
            front.absorbing, front.exit,
        )
        for front in ladder.fronts
    ]  # fmt: skip
    return Ladder(fronts, ladder.spill, ladder.discount[order], ladder.precision, ladder.payoff_scale[order])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_exchanging_two_players_exchanges_their_regrets_exactly(layout):
    ladder, _ = random_ladder(layout, 5)
    table = random_strategies(ladder, 5)
    plain = ladder.regret_by_player(ladder.strategies(table).profile())
    other = swapped(ladder)
    changed = other.regret_by_player(other.strategies(table).profile())
    assert [changed[SWAP[i]] for i in range(4)] == list(plain)


def test_draws_are_the_ladders_they_are_made_of():
    rng = np.random.default_rng(11)
    gains, pushes = rng.uniform(0.2, 1.5, 4), rng.uniform(0.1, 0.4, (4, 2, 3))

    def build(gain, push):
        return Ladder([Front("a", 2, (0, 1), 0.05, 0.2, 0.5, push, [[0, -1, -5]] * 2, gain, 0.1)], None, 0.9, 2)

    many = build(gains[:, None, None], pushes)
    assert many.n_draws == 4
    table = random_strategies(build(1, 0.2), 1)
    found = many.regret(many.strategies(table).profile())
    alone = [build(g, p).regret(build(g, p).strategies(table).profile()) for g, p in zip(gains, pushes, strict=True)]
    assert found == pytest.approx(alone, abs=1e-12)


def test_a_draw_out_of_range_is_nan_and_the_others_are_not():
    front = Front("a", 1, (0,), 0.1, 0, 0, [[0.2], [1.2], [0.3]], [[1, 0]], 0.5, 0)
    ladder = Ladder([front], None, 0.9, 1)
    found = ladder.regret(ladder.pure("hold").profile())
    assert np.isnan(found).tolist() == [False, True, False]


def test_states_and_rungs_translate_both_ways():
    ladder, _ = random_ladder("three fronts", 0)
    assert [ladder.state(ladder.rungs(s)) for s in range(ladder.n_states)] == list(range(ladder.n_states))
    assert ladder.rungs(ladder.state((1, 2, 0))) == (1, 2, 0)


def sound(**changes):
    keywords = {"fronts": [border(0.5, (0.02, 0.2, 0.3))], "spill": None, "discount": 0.9, "precision": 1} | changes
    return Ladder(**keywords)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"fronts": []}, "one Front or more"),
        ({"fronts": ["border"]}, "one Front or more"),
        ({"fronts": [border(0.5, (0, 0, 1))] * 2}, "different names"),
        ({"spill": [[0, 1], [1, 0]]}, "spill"),
        ({"spill": [[2.0]]}, "from 0 to 1"),
        ({"discount": 1}, "discount"),
        ({"discount": math.nan}, "discount"),
        ({"discount": "patient"}, "patient"),
        ({"discount": [0.9, 0.8, 0.7]}, "players"),
        ({"precision": -1}, "at least 0"),
        ({"precision": math.inf}, "precision"),
        ({"payoff_scale": 0}, "payoff_scale"),
        ({"players": ["a"]}, "players"),
        ({"players": ["a", "b"]}, "player 0"),
        ({"fronts": [Front(str(f), 9, (0,), 0, 0, 0, 0, 0 * np.zeros((1, 10)), 0, 0) for f in range(6)]}, "at most"),
    ],
)
def test_wrong_arguments_are_refused_in_one_sentence(changes, says):
    with pytest.raises(GameError, match=says) as caught:
        sound(**changes)
    assert "\n" not in str(caught.value)


def test_different_numbers_of_draws_are_refused():
    front = Front("a", 1, (0,), [[0.1, 0], [0.2, 0]], 0, 0, 0.3, [[1, 0]], [[[0.5]]] * 3, 0)
    with pytest.raises(GameError, match="one number of draws"):
        Ladder([front], None, 0.9, 1)


@pytest.mark.parametrize(
    ("strategies", "says"),
    [
        ({0: {}}, "players"),
        ({0: {}, 1: {}}, "no entry 'border at 0'"),
        ({0: {"border at 0": {"hold": 1.0}}, 1: {"border at 0": {"hold": 1.0}, "border at 9": {}}}, "border at 9"),
        ({0: {"border at 0": {"wait": 1.0}}, 1: {"border at 0": {"hold": 1.0}}}, "wait"),
        ({0: {"border at 0": {"hold": 0.4}}, 1: {"border at 0": {"hold": 1.0}}}, "sum to 1"),
        ({0: {"border at 0": {"de-escalate": 1.0}}, 1: {"border at 0": {"hold": 1.0}}}, "not on offer"),
    ],
)
def test_a_profile_that_does_not_fit_is_refused_in_one_sentence(strategies, says):
    with pytest.raises(GameError, match=says) as caught:
        sound().regret(StrategyProfile(strategies))
    assert "\n" not in str(caught.value)


def test_rungs_that_do_not_exist_are_refused():
    with pytest.raises(GameError, match="0 to 1 on 'border'"):
        sound().state((2,))
    with pytest.raises(GameError, match="posture"):
        sound().pure("attack")


def test_a_ladder_far_too_large_is_refused_before_work_starts():
    def front(number, seats=(0, 1)):
        return Front(f"front {number}", 1, seats, 0, 0, 0, 0.5, [[0, 0], [0, 0]], 1, 0)

    with pytest.raises(GameError, match="more than 1e100 states on 400 fronts"):
        Ladder([front(number) for number in range(400)], None, 0.9, 1)
    with pytest.raises(GameError, match="seats of front 'front 0': saw 9 seats of one player; allowed is at most 8"):
        Ladder([front(0, (0, 1) * 9)], None, 0.9, 1)
