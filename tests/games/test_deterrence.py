"""Unilateral deterrence: its list of equilibria against a brute force over the game tree that knows nothing of it."""

import itertools
import math
import pickle
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.deterrence_measures import c_hard, c_soft, d_threshold, region, untested_resistance
from tests.games.deterrence_trees import TYPES, brute_gains, brute_regret, profile, random_game, read, value

GOLDEN = tomllib.loads((Path(__file__).parent.parent / "golden" / "deterrence.toml").read_text())
PAYOFFS = (tuple(GOLDEN["challenger"]), tuple(GOLDEN["defender"]))


@pytest.mark.parametrize("cell", GOLDEN["cells"], ids=lambda cell: str(cell["credibilities"]))
def test_regions_and_outcomes_are_the_known_ones(cell):
    game = dt.Deterrence(*PAYOFFS, *cell["credibilities"])
    assert (c_hard(game), c_soft(game), d_threshold(game)) == tuple(
        pytest.approx(GOLDEN[name]) for name in ("c_hard", "c_soft", "d_threshold")
    )
    assert region(game) == cell["region"]
    found = dt.solve(game, refinement="D1")
    assert [member.name for member in found.members] == [cell["region"]]
    assert dict(found.members[0].outcomes) == pytest.approx(cell["outcomes"], abs=GOLDEN["tolerance"])
    for figure in ("soft_challenge", "soft_resistance"):
        if figure in cell:
            assert found.members[0].details["figures"][figure] == pytest.approx(cell[figure], abs=GOLDEN["tolerance"])


def test_pure_equilibria_are_those_of_a_brute_force_over_all_pure_profiles():
    rng = np.random.default_rng(61)  # seed 61
    seen = set()
    for _ in range(14):
        game = random_game(rng)
        brute = set()
        for plan in itertools.product((0, 1), repeat=6):
            moves, lasts, replies = (dict(zip(TYPES, plan[i : i + 2], strict=True)) for i in (0, 2, 4))
            if brute_regret(game, moves, lasts, replies) <= 1e-9:
                brute.add(plan)
        listed = {
            tuple(int(chances[t]) for chances in read(c) for t in TYPES): c.name
            for c in game.candidates()
            if c.exists and all(chances[t] in (0, 1) for chances in read(c) for t in TYPES)
        }
        assert set(listed) == brute
        seen |= set(listed.values())
    assert seen == {"deterrence", "separating", "attack", "untested"}


def test_no_mixed_profile_far_from_the_list_has_a_small_regret():
    rng = np.random.default_rng(62)  # seed 62
    grid = np.linspace(0, 1, 9)
    for _ in range(4):
        game = random_game(rng)
        existing = [read(c) for c in game.candidates() if c.exists]
        # Where nobody challenges, every reply from the least sufficient one on is an equilibrium with the same outcome.
        least = float(untested_resistance(game))
        for hard, soft, reply in itertools.product(grid, repeat=3):
            moves, replies = {"hard": hard, "soft": soft}, {"hard": 1, "soft": reply}
            regret = brute_regret(game, moves, {"hard": 1, "soft": 0}, replies)
            near = any(
                max(abs(m["hard"] - hard), abs(m["soft"] - soft), abs(r["soft"] - reply)) < 0.2 for m, _, r in existing
            )
            if not near and not (hard <= 0.2 and soft <= 0.2 and reply >= least - 0.2):
                assert regret > 1e-4


def test_regret_is_that_of_the_brute_force_for_any_profile():
    rng = np.random.default_rng(63)  # seed 63
    for number in range(60):
        game = random_game(rng)
        moves, lasts, replies = (dict(zip(TYPES, rng.random(2), strict=True)) for _ in range(3))
        if number % 3 == 0:
            moves = {"hard": 0.0, "soft": 0.0}
        own = game.regret(profile(moves, lasts, replies))
        brute = brute_regret(game, moves, lasts, replies)
        if number % 3:
            assert own == pytest.approx(brute, abs=1e-12)
        else:  # the grid of beliefs can only miss the best one
            assert own <= brute + 1e-12 and own >= brute - 0.3 * float(game.payoff_range) / 20


def test_candidates_have_no_regret_and_perturbed_ones_do():
    rng = np.random.default_rng(64)  # seed 64
    names = set()
    for _ in range(60):
        game = random_game(rng)
        for candidate in game.candidates():
            if not candidate.exists:
                continue
            names.add(candidate.name)
            moves, lasts, replies = read(candidate)
            assert brute_regret(game, moves, lasts, replies) <= 1e-9
            assert game.regret(profile(moves, lasts, replies)) <= 1e-9
            for t in TYPES:
                for table in (moves, lasts):
                    wrong = dict(table) | {t: table[t] + 0.3 if table[t] < 0.5 else table[t] - 0.3}
                    changed = (wrong, lasts) if table is moves else (moves, wrong)
                    assert game.regret(profile(*changed, replies)) > 1e-6
            wrong = {**replies, "hard": 0.7}
            assert game.regret(profile(moves, lasts, wrong)) > 1e-6
    assert names == {"deterrence", "separating", "attack", "bluff", "untested"}


def test_a_threat_that_is_never_tested_exists_everywhere_with_its_beliefs_and_d1_removes_it():
    rng = np.random.default_rng(65)  # seed 65
    for _ in range(30):
        game = random_game(rng)
        last = game.candidates()[-1]
        assert last.name == "untested" and last.exists and not last.survives["D1"]
        assert last.outcomes["SQ"] == pytest.approx(1)
        low, high = last.beliefs["soft_challenged"]["hard"]
        assert (low, high) == (0, d_threshold(game))
        moves, lasts, replies = read(last)
        doubt = float(d_threshold(game))
        for belief, holds in ((doubt * 0.5, True), (doubt, True), (doubt + 0.5 * (1 - doubt), False)):
            assert (brute_gains(game, moves, lasts, replies, belief) <= 1e-9) == holds
        found = dt.solve(game, refinement="D1")
        assert "untested" not in [member.name for member in found.members]
        assert "Removed by D1: 'untested'" in found.sentence


def test_the_hard_challenger_gains_wherever_the_soft_one_does_not_lose():
    rng = np.random.default_rng(66)  # seed 66
    for _ in range(30):
        game = random_game(rng)
        for resistance in np.linspace(0, 1, 21):
            gain = [
                value(game, 0, own, "hard", 1, last, resistance) - game.challenger[1]
                for own, last in (("hard", 1), ("soft", 0))
            ]
            assert gain[1] < 0 or gain[0] > 0


def test_replies_from_the_least_sufficient_one_keep_the_status_quo():
    rng = np.random.default_rng(67)  # seed 67
    for _ in range(30):
        game = random_game(rng)
        least = float(untested_resistance(game))
        idle, lasts = dict.fromkeys(TYPES, 0), {"hard": 1, "soft": 0}
        for share in (0, 0.5, 1):
            replies = {"hard": 1, "soft": least + share * (1 - least)}
            assert game.regret(profile(idle, lasts, replies)) <= 1e-9
        if least > 0.1:
            assert game.regret(profile(idle, lasts, {"hard": 1, "soft": least - 0.1})) > 1e-6


@pytest.mark.parametrize(
    ("credibilities", "names"),
    [
        (("3/10", "1/2"), ["deterrence", "separating", "untested"]),
        (("3/10", "2/5"), ["separating", "bluff", "untested"]),
        (("7/10", "2/5"), ["separating", "attack", "untested"]),
        (("1/2", "2/5"), ["separating", "attack", "untested"]),
        (("1/2", "1/5"), ["attack", "bluff", "untested"]),
    ],
)
def test_on_a_boundary_the_equilibria_of_both_sides_exist_and_the_list_says_that_there_are_more(credibilities, names):
    game = dt.Deterrence(*PAYOFFS, *(Fraction(share) for share in credibilities))
    found = dt.solve(game)
    assert [member.name for member in found.members] == names
    assert found.status == "exhausted"
    assert all(member.regret == 0 for member in found.members)
    floats = dt.solve(dt.Deterrence(*PAYOFFS, *(float(Fraction(share)) for share in credibilities)))
    assert [member.name for member in floats.members] == names
    assert dt.solve(dt.Deterrence(*PAYOFFS, Fraction(1, 3), Fraction(1, 3))).status == "complete"


@pytest.mark.parametrize("own", [0, 1, 0.3])
@pytest.mark.parametrize("other", [0, 1, 0.3])
def test_credibilities_of_zero_and_one_have_equilibria_without_regret(own, other):
    found = dt.solve(dt.Deterrence(*PAYOFFS, own, other))
    assert found.status != "failed" and len(found.members) >= 2
    for member in found.members:
        assert sum(member.outcomes.values()) == pytest.approx(1)


def test_exact_games_stay_exact():
    game = dt.Deterrence(*PAYOFFS, Fraction(3, 10), Fraction(3, 10))
    bluff = dt.solve(game).members[0]
    assert bluff.outcomes == {
        "SQ": Fraction(2, 5), "DC": Fraction(9, 25), "CD": Fraction(3, 25), "DD": Fraction(3, 25),
    }  # fmt: skip
    assert game.payoff(bluff.profile) == bluff.payoffs and game.outcomes(bluff.profile) == bluff.outcomes


def test_draws_equal_a_loop_of_single_games():
    rng = np.random.default_rng(68)  # seed 68
    singles = [random_game(rng) for _ in range(60)]
    columns = [np.array([game.challenger[i] for game in singles]) for i in range(5)]
    others = [np.array([game.defender[i] for game in singles]) for i in range(5)]
    own, other = (np.array([getattr(g, f"{s}_credibility") for g in singles]) for s in ("challenger", "defender"))
    game = dt.Deterrence(columns, others, own, other)
    assert region(game).tolist() == [region(single) for single in singles]
    for measure in (c_hard, c_soft, d_threshold, untested_resistance):
        np.testing.assert_allclose(measure(game), [measure(single) for single in singles])
    for place, candidate in enumerate(game.candidates()):
        alone = [single.candidates()[place] for single in singles]
        assert candidate.exists.tolist() == [bool(one.exists) for one in alone]
        for name, figure in candidate.figures.items():
            np.testing.assert_allclose(np.broadcast_to(figure, 60), [float(one.figures[name]) for one in alone])
        regrets = game.regret(dt.StrategyProfile(candidate.strategies))
        assert np.all(regrets[candidate.exists] <= 1e-9)


def test_draws_at_fault_are_nan_and_the_others_go_on():
    game = dt.Deterrence(*PAYOFFS, np.array([0.3, 1.3, 0.3]), np.array([0.3, 0.3, np.nan]))
    assert np.isnan(c_hard(game)).tolist() == [False, True, True]
    assert region(game).tolist() == ["bluff", "", ""]
    assert [c.exists.tolist() for c in game.candidates()][-1] == [True, False, False]
    table = dt.measure(game)
    assert table[(table.measure == "equilibria")].value.tolist() == [2, 0, 0]


def test_formulas_are_symbols_in_symbols_out():
    sympy = pytest.importorskip("sympy")
    symbols = sympy.symbols("DC SQ DDp CD DDm")
    game = dt.Deterrence(symbols, PAYOFFS[1], sympy.Symbol("p"), sympy.Symbol("q"))
    assert sympy.simplify(c_soft(game) - (symbols[0] - symbols[1]) / (symbols[0] - symbols[3])) == 0
    with pytest.raises(dt.SolverError, match="symbols"):
        region(game)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (((5, 3, 1, 0), PAYOFFS[1], 0.3, 0.3), "challenger: saw 4 entries"),
        ((PAYOFFS[0], 4, 0.3, 0.3), "defender: saw 4"),
        (((5, 3, 1, 2, -2), PAYOFFS[1], 0.3, 0.3), "DC > SQ > DD"),
        ((PAYOFFS[0], (5, 1, 2, 1, -3), 0.3, 0.3), "SQ and CD > DD"),
        ((PAYOFFS[0], PAYOFFS[1], 1.3, 0.3), "a probability in"),
        ((PAYOFFS[0], PAYOFFS[1], 0.3, math.nan), "a probability in"),
        ((PAYOFFS[0], (5, 5, math.inf, 1, -3), 0.3, 0.3), "a finite payoff"),
        ((PAYOFFS[0], ("high", 5, 2, 1, -3), 0.3, 0.3), "a number"),
    ],
)
def test_faulty_arguments_raise_at_the_door(arguments, said):
    with pytest.raises(dt.GameError, match=said):
        dt.Deterrence(*arguments)


def test_games_cross_processes():
    game = dt.Deterrence(*PAYOFFS, 0.3, 0.3, players=("a", "b"))
    assert dt.solve(pickle.loads(pickle.dumps(game))).members == dt.solve(game).members
