"""The power shift as a game: its equilibria and its regret, against value iteration on a grid of offers."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.candidate import Listed
from deterrence.games.profile import StrategyProfile

GRID = np.linspace(0, 1, 4_001)


def shown(game):
    """Return the equilibrium that is shown."""
    member = dt.solve(game).selected
    assert member is not None
    return member


def random_game(rng) -> dt.PowerShift:
    power_now, power_later = rng.uniform(0.05, 0.95, 2)
    rent, kappa = rng.uniform(0, 0.6) * rng.integers(0, 2), rng.uniform() * rng.integers(0, 2)
    return dt.PowerShift(power_now, power_later, rng.uniform(0, 1.5), rng.uniform(0.2, 0.92), kappa, rent)


def profile_of(offers, accepts) -> StrategyProfile:
    sets = ("now", "later")
    riser = {key: {"own": 1 - y, "other": y} for key, y in zip(sets, offers, strict=True)}
    decliner = {key: {"accept": a, "fight": 1 - a} for key, a in zip(sets, accepts, strict=True)}
    return StrategyProfile({0: riser, 1: decliner})


def play_on_grid(game, n_periods=400):
    """Return both values and whether there is war in the first period, by backward induction over offers on a grid.

    After the last period the stake is halved for ever, a convention that discounting washes out.
    """
    delta, later = game.discount, game.power_now + (1 - game.enforcement) * (game.power_later - game.power_now)
    riser, decliner = 0.5 / (1 - delta), (0.5 + game.rent) / (1 - delta)
    is_war = False
    for period in range(n_periods, 0, -1):
        power = game.power_now if period == 1 else later
        fought = power / (1 - delta), (1 - power) / (1 - delta) - game.decliner_cost
        peace = GRID + game.rent + delta * decliner
        accepts = peace >= fought[1] - 1e-12
        own = np.where(accepts, 1 - GRID + delta * riser, fought[0])
        best = int(own.argmax())
        is_war = not accepts.any()
        riser, decliner = own[best], peace[best] if accepts[best] else fought[1]
    return riser, decliner, is_war


def best_gains(game, offers, accepts, n_sweeps=400):
    """Return what each player gains by its best reply, from the better of now and later, by value iteration.

    The decliner answers the offers of the profile as the profile says, and any other by its own best reply, given the
    profile afterwards.
    """
    delta, later = game.discount, game.power_reached
    war = [(1 - power) / (1 - delta) - game.decliner_cost for power in (game.power_now, later)]
    fought = [power / (1 - delta) for power in (game.power_now, later)]
    kept, best = np.zeros(2), np.zeros(2)  # [riser, decliner] from a later period on
    for _ in range(n_sweeps):
        value = (
            accepts[1] * (1 - offers[1] + delta * kept[0]) + (1 - accepts[1]) * fought[1],
            accepts[1] * (offers[1] + game.rent + delta * kept[1]) + (1 - accepts[1]) * war[1],
        )
        kept = np.array(value)
    for _ in range(n_sweeps):
        enough = GRID + game.rent + delta * kept[1] >= war[1]
        free = np.where(enough, 1 - GRID + delta * best[0], fought[1]).max()
        as_offered = accepts[1] * (1 - offers[1] + delta * best[0]) + (1 - accepts[1]) * fought[1]
        best = np.array([max(free, as_offered), max(war[1], offers[1] + game.rent + delta * best[1])])
    now = (
        accepts[0] * (1 - offers[0] + delta * kept[0]) + (1 - accepts[0]) * fought[0],
        accepts[0] * (offers[0] + game.rent + delta * kept[1]) + (1 - accepts[0]) * war[0],
    )
    enough = GRID + game.rent + delta * kept[1] >= war[0]
    free = np.where(enough, 1 - GRID + delta * best[0], fought[0]).max()
    as_offered = accepts[0] * (1 - offers[0] + delta * best[0]) + (1 - accepts[0]) * fought[0]
    best_now = max(free, as_offered), max(war[0], offers[0] + game.rent + delta * best[1])
    return [max(best_now[seat] - now[seat], best[seat] - kept[seat]) for seat in (0, 1)]


def test_payoffs_and_war_agree_with_a_finite_game_on_a_grid():
    rng = np.random.default_rng(81)  # seed 81
    wars = 0
    for _ in range(40):
        game = random_game(rng)
        if abs(game.gain) < 0.02:  # the grid cannot tell
            continue
        riser, decliner, is_war = play_on_grid(game)
        found = dt.solve(game)
        assert [member.name for member in found.members] == (["preventive_war"] if is_war else ["peace"])
        assert found.status == "complete"
        assert shown(game).payoffs == pytest.approx((riser, decliner), abs=5e-4 / (1 - game.discount))
        wars += is_war
    assert 5 < wars < 35


def test_regret_is_the_best_gain_by_value_iteration():
    rng = np.random.default_rng(82)  # seed 82
    for _ in range(40):
        game = random_game(rng)
        offers, accepts = rng.uniform(0, 1, 2), [rng.choice([0.0, 1.0, rng.uniform()]) for _ in range(2)]
        gains = best_gains(game, offers, accepts)
        found = game.regret_by_player(profile_of(offers, accepts))
        assert found == pytest.approx(tuple(gains), abs=1e-3 / (1 - game.discount))


def test_regret_catches_an_offer_or_a_reply_that_is_off():
    game = dt.PowerShift(0.3, 0.32, 0.5, 0.9)
    found = shown(game)
    assert found.name == "peace" and found.regret < 1e-14
    now, later = (found.strategies[0][key]["other"] for key in ("now", "later"))
    assert game.regret(profile_of((now, later), (1, 1))) < 1e-14
    for offers, accepts in (
        ((now + 0.01, later), (1, 1)),
        ((now - 0.01, later), (1, 1)),
        ((now, later + 0.01), (1, 1)),
        ((now, later - 0.01), (1, 1)),
        ((now, later), (0, 1)),
    ):
        assert game.regret(profile_of(offers, accepts)) > 1e-3


def test_on_the_boundary_peace_and_war_are_both_equilibria():
    power = (Fraction(3, 10) + Fraction(1, 100) / 2) / Fraction(9, 10)
    game = dt.PowerShift(Fraction(3, 10), power, Fraction(1, 2), Fraction(9, 10))
    assert game.gain == 0
    found = dt.solve(game)
    assert [(member.name, member.regret) for member in found.members] == [("peace", 0), ("preventive_war", 0)]
    beside = dt.solve(dt.PowerShift(0.3, float(power), 0.5, 0.9))
    assert len(beside.members) in (1, 2)
    # The decliner, offered the whole stake, may also fight with any chance, so the list cannot be complete.
    mixed = profile_of((1, found.members[0].strategies[0]["later"]["other"]), (Fraction(1, 2), 1))
    assert game.regret(mixed) == 0
    assert found.status == beside.status == "exhausted"


def test_where_peace_is_worth_nothing_an_unlisted_war_is_an_equilibrium_and_the_list_says_so():
    game = dt.PowerShift(Fraction(3, 10), Fraction(31, 100), 0, Fraction(9, 10))
    found = dt.solve(game)
    assert [member.name for member in found.members] == ["peace"]
    later = found.members[0].strategies[0]["later"]["other"]
    assert game.regret(profile_of((0, later), (0, 1))) == 0  # the riser offers nothing and is fought
    assert found.status == "exhausted"
    assert dt.solve(dt.PowerShift(0.3, 0.31, 0, 0.9, rent=0.01)).status == "complete"


def test_draws_equal_a_loop_of_single_games_and_faulty_draws_are_nan():
    rng = np.random.default_rng(83)  # seed 83
    games = [random_game(rng) for _ in range(40)]
    keys = ("power_now", "power_later", "decliner_cost", "discount", "enforcement", "rent")
    columns = {key: np.array([getattr(game, key) for game in games]) for key in keys}
    columns["discount"][5] = 1.0
    drawn = dt.PowerShift(*(columns[key] for key in keys))
    for name, candidate in ((candidate.name, candidate) for candidate in drawn.candidates()):
        for draw, game in enumerate(games):
            exists = [member for member in dt.solve(game).members if member.name == name]
            if draw == 5 or not exists:
                assert not candidate.exists[draw]
                continue
            drawn_payoffs = tuple(pay[draw] for pay in candidate.payoffs)
            assert candidate.exists[draw] and drawn_payoffs == pytest.approx(exists[0].payoffs)


def test_a_game_is_a_form_that_crosses_processes():
    game = dt.PowerShift(0.3, 0.6, 0.5, 0.9, players=("riser", "decliner"))
    assert isinstance(game, Listed) and pickle.loads(pickle.dumps(game)).gain == game.gain


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"power_now": -0.1}, "power_now: saw -0.1"),
        ({"power_later": 1.5}, "power_later: saw 1.5"),
        ({"decliner_cost": -1}, "decliner_cost"),
        ({"discount": 1}, "0 <= discount < 1"),
        ({"enforcement": 2}, "enforcement"),
        ({"rent": math.inf}, "rent"),
        ({"rent": None}, "rent: saw None"),
    ],
)
def test_faulty_arguments_raise_at_the_door(change, said):
    arguments = {"power_now": 0.3, "power_later": 0.6, "decliner_cost": 0.5, "discount": 0.9}
    with pytest.raises(dt.GameError, match=said) as caught:
        dt.PowerShift(**(arguments | change))
    assert "\n" not in str(caught.value)


def test_a_profile_that_does_not_fit_is_refused():
    game = dt.PowerShift(0.3, 0.6, 0.5, 0.9)
    with pytest.raises(dt.GameError, match="sum to one"):
        game.regret(profile_of((1.2, 0.3), (1, 1)))
    with pytest.raises(dt.GameError, match="no strategy"):
        game.regret(StrategyProfile({0: profile_of((1, 1), (1, 1)).strategies[0]}))
