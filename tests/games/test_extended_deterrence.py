"""Extended deterrence: its list against the solver for trees and against a brute force, and what it refuses."""

import itertools
import math
import pickle
import tomllib
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.extended_deterrence_measures import challenger_threshold, patron_threshold
from deterrence.games.tree import Chance, Decision, Terminal
from deterrence.solvers import solve_perfect_bayesian

GOLDEN = tomllib.loads((Path(__file__).parent.parent / "golden" / "deterrence.toml").read_text())
PAYOFFS = ((0, 2, 1, -4), (0, -1, -3, 0.5), (0, -2, -3, -1), (0, -1, -2, -4))
OUTCOMES = ("status_quo", "yield", "lone_fight", "joint_fight")


def random_game(rng, *, high=40):
    numbers = [[F(int(v)) for v in rng.integers(-high, high + 1, 4)] for _ in range(4)]
    return dt.ExtendedDeterrence(*numbers, F(int(rng.integers(1, 20)), 20))


def tree(game):
    """Return the same game move by move; the patron learns its type when it is asked, which nobody else ever does."""

    def end(place, patron):
        payoffs = (game.challenger[place], game.protege[place], patron[place])
        return Terminal(OUTCOMES[place], payoffs)

    def answer(type, patron):
        return Decision("patron", type, {"intervene": end(3, patron), "stand_aside": end(2, patron)})

    q, strong, weak = game.prior_strong, game.patron_strong, game.patron_weak
    mean = [q * high + (1 - q) * low for high, low in zip(strong, weak, strict=True)]
    fight = Chance({"strong": (q, answer("strong", strong)), "weak": (1 - q, answer("weak", weak))})
    attacked = Decision("protege", "attacked", {"resist": fight, "yield": end(1, mean)})
    root = Decision("challenger", "quiet", {"attack": attacked, "wait": end(0, mean)})
    return dt.Tree(root, players=["challenger", "protege", "patron"])


def profile(attack, resist, strong, weak):
    patron = {t: {"intervene": p, "stand_aside": 1 - p} for t, p in (("strong", strong), ("weak", weak))}
    return dt.StrategyProfile(
        {
            0: {"quiet": {"attack": attack, "wait": 1 - attack}},
            1: {"attacked": {"resist": resist, "yield": 1 - resist}},
            2: patron,
        }
    )


def brute_regret(game, attack, resist, strong, weak):
    """Return the largest gain of one deviation, from expected payoffs in the game that starts at each turn."""
    q, types = game.prior_strong, (strong, weak)

    def worth(payoffs, p_attack, p_resist):
        total = 0
        for weight, helps in zip((q, 1 - q), types, strict=True):
            fight = helps * payoffs[3] + (1 - helps) * payoffs[2]
            total += weight * (
                (1 - p_attack) * payoffs[0] + p_attack * (p_resist * fight + (1 - p_resist) * payoffs[1])
            )
        return total

    gains = [max(worth(game.challenger, a, resist) for a in (0, 1)) - worth(game.challenger, attack, resist)]
    gains.append(max(worth(game.protege, 1, r) for r in (0, 1)) - worth(game.protege, 1, resist))
    for payoffs, helps in ((game.patron_strong, strong), (game.patron_weak, weak)):
        gains.append(max(payoffs[2:]) - (helps * payoffs[3] + (1 - helps) * payoffs[2]))
    return max(gains)


def test_the_list_has_the_perfect_bayesian_outcomes_and_payoffs_of_the_tree():
    rng = np.random.default_rng(171)  # seed 171
    names = set()
    for _ in range(40):
        game = random_game(rng)
        found = dt.solve(game)
        other = solve_perfect_bayesian(tree(game))
        if found.status != "complete":
            continue
        assert len(found.members) == 1 and len(other.members) == 1
        own, theirs = found.members[0], other.members[0]
        assert {name: chance for name, chance in own.outcomes.items() if chance} == theirs.outcomes
        assert own.payoffs == theirs.payoffs and own.regret == 0
        names.add(own.name)
    assert {"deterrence", "no_demand", "concession", "conflict", "conflict_without_help"} <= names


def test_at_ties_every_listed_outcome_is_one_of_the_trees_and_the_list_says_that_there_are_more():
    rng = np.random.default_rng(172)  # seed 172
    tied = 0
    for _ in range(40):
        game = random_game(rng, high=1)
        found = dt.solve(game)
        if found.status == "complete":
            continue
        tied += 1
        assert found.status == "exhausted" and len(found.members) > 1
        own = {tuple(float(p) for p in member.outcomes.values()) for member in found.members}
        pure = {  # of the tree: pure plans that the tree's own regret accepts, by what they lead to
            tuple(float(game.outcomes(profile(*plan))[name]) for name in OUTCOMES)
            for plan in itertools.product((F(0), F(1)), repeat=4)
            if not any(tree(game).regret_by_information_set(tree_profile(game, plan)).values())
        }
        assert own == pure
    assert tied > 10


def tree_profile(game, plan):
    attack, resist, strong, weak = plan
    actions = {
        "quiet": "attack" if attack else "wait",
        "attacked": "resist" if resist else "yield",
        "strong": "intervene" if strong else "stand_aside",
        "weak": "intervene" if weak else "stand_aside",
    }
    return tree(game).profile(actions)


def test_regret_is_that_of_the_brute_force_for_any_profile():
    rng = np.random.default_rng(173)  # seed 173
    for _ in range(60):
        game = random_game(rng)
        chances = [F(int(v), 10) for v in rng.integers(0, 11, 4)]
        assert game.regret(profile(*chances)) == brute_regret(game, *chances)


def test_perturbed_equilibria_have_regret():
    rng = np.random.default_rng(174)  # seed 174
    for _ in range(40):
        game = random_game(rng)
        if not game.is_listed_completely:
            continue
        one = next(candidate for candidate in game.candidates() if candidate.exists)
        own = one.strategies
        plan = [
            own[0]["quiet"]["attack"], own[1]["attacked"]["resist"],
            own[2]["strong"]["intervene"], own[2]["weak"]["intervene"],
        ]  # fmt: skip
        assert game.regret(profile(*plan)) == 0
        for place in range(4):
            wrong = [abs(chance - F(3, 10)) if at == place else chance for at, chance in enumerate(plan)]
            assert game.regret(profile(*wrong)) > 0


@pytest.mark.parametrize("case", GOLDEN["protege"], ids=lambda case: str(case["payoffs"]))
def test_a_protege_resists_from_the_known_chance_of_help_on(case):
    concession, alone, together = case["payoffs"]
    game = dt.ExtendedDeterrence(PAYOFFS[0], (0, concession, alone, together), *PAYOFFS[2:], 0.5)
    assert patron_threshold(game) == pytest.approx(case["threshold"], abs=GOLDEN["tolerance"])


def test_thresholds_are_where_what_is_done_turns():
    rng = np.random.default_rng(175)  # seed 175
    inside = 0
    for _ in range(30):
        game = random_game(rng)
        # A patron whose types do what they are named for, so that sigma is the prior.
        helpful, idle = (F(0), F(0), F(0), F(1)), (F(0), F(0), F(1), F(0))
        for threshold, seat, done in (
            (patron_threshold(game), 1, "p_resist"),
            (challenger_threshold(game), 0, "p_attack"),
        ):
            concession = F(-99) if seat == 0 else game.protege[1]  # the challenger's: faced with one that resists
            protege = (F(0), concession, game.protege[2], game.protege[3])
            if threshold not in (0, math.inf):
                inside += 1
            for q in (F(0), F(1, 7), F(3, 7), F(6, 7), F(1)):
                own = dt.ExtendedDeterrence(game.challenger, protege, helpful, idle, q)
                if own.is_listed_completely:
                    does = next(c for c in own.candidates() if c.exists).figures[done]
                    stands_firm = does == (1 if seat == 1 else 0)
                    # With no threshold, help is a harm, or is too little even when it is sure.
                    assert stands_firm == (q >= threshold) or (threshold == math.inf and q < 1)
    assert inside >= 5


def test_more_help_can_turn_a_concession_into_deterrence_or_into_a_fight():
    challengers = {"deterrence": (0, 2, 1, -4), "conflict": (-3, 2, 1, -2)}
    for name, challenger in challengers.items():
        low, high = (dt.solve(dt.ExtendedDeterrence(challenger, *PAYOFFS[1:], q)).members[0] for q in (0.5, 0.65))
        assert (low.name, high.name) == ("concession", name)


def test_draws_equal_a_loop_of_single_games_and_faults_are_nan():
    rng = np.random.default_rng(176)  # seed 176
    singles = [random_game(rng) for _ in range(30)]
    seats = ("challenger", "protege", "patron_strong", "patron_weak")
    columns = [[np.array([float(getattr(g, s)[i]) for g in singles]) for i in range(4)] for s in seats]
    game = dt.ExtendedDeterrence(*columns, np.array([float(g.prior_strong) for g in singles]))
    for measure in (patron_threshold, challenger_threshold):
        np.testing.assert_allclose(measure(game), [float(measure(single)) for single in singles])
    lists = [single.candidates() for single in singles]
    for place, candidate in enumerate(game.candidates()):
        alone = [listed[place] for listed in lists]
        assert candidate.exists.tolist() == [bool(one.exists) for one in alone]
        for name, figure in candidate.figures.items():
            np.testing.assert_allclose(np.broadcast_to(figure, 30), [float(one.figures[name]) for one in alone])
        regrets = game.regret(dt.StrategyProfile(candidate.strategies))
        np.testing.assert_allclose(
            regrets,
            [
                float(single.regret(dt.StrategyProfile(one.strategies)))
                for single, one in zip(singles, alone, strict=True)
            ],
        )
    faulty = dt.ExtendedDeterrence(*PAYOFFS, np.array([0.6, 1.6]))
    assert np.isnan(patron_threshold(faulty)).tolist() == [False, True]
    assert sum(candidate.exists for candidate in faulty.candidates()).tolist() == [1, 0]


def test_formulas_are_symbols_in_symbols_out():
    sympy = pytest.importorskip("sympy")
    names = sympy.symbols("s y l j")
    game = dt.ExtendedDeterrence(PAYOFFS[0], names, *PAYOFFS[2:], sympy.Symbol("q"))
    formula = patron_threshold(game).subs({names[1]: -1, names[2]: -3, names[3]: sympy.Rational(1, 2)})
    assert formula == sympy.Rational(4, 7)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (((0, 2, 1), *PAYOFFS[1:], 0.5), "challenger: saw 3 entries"),
        ((PAYOFFS[0], 4, *PAYOFFS[2:], 0.5), "protege: saw 4"),
        ((*PAYOFFS[:3], (0, 1, math.inf, 2), 0.5), "a finite payoff"),
        ((*PAYOFFS, 1.5), "a probability in"),
        ((*PAYOFFS, "likely"), "a number"),
    ],
)
def test_faulty_arguments_raise_at_the_door(arguments, said):
    with pytest.raises(dt.GameError, match=said):
        dt.ExtendedDeterrence(*arguments)


def test_games_cross_processes():
    game = dt.ExtendedDeterrence(*PAYOFFS, 0.6, players=("a", "b", "c"))
    assert dt.solve(pickle.loads(pickle.dumps(game))).members == dt.solve(game).members
