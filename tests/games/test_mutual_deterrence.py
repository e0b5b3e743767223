"""Two smaller games, their thresholds against the enumeration of what every type could do."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.mutual_deterrence import is_mutually_deterred, mutual_thresholds, rudimentary_threshold
from deterrence.games.tree import Chance, Decision, Terminal


def test_rudimentary_threshold_is_where_a_challenge_stops_paying():
    rng = np.random.default_rng(72)  # seed 72
    for _ in range(50):
        best, middle, worst = np.sort(rng.normal(size=3))[::-1]
        threshold = rudimentary_threshold(best, middle, worst)
        for credibility in rng.random(10):
            gain = credibility * worst + (1 - credibility) * best - middle
            assert (gain <= 1e-12) == (credibility >= threshold - 1e-12)


def rudimentary(credibility):
    """Rudimentary asymmetric deterrence as a tree: the defender's type alone decides whether it resists."""

    def reply(kind, conflict):
        ends = {"concede": Terminal("DC", (5, 1)), "resist": Terminal("DD", (1, conflict))}
        return Decision("defender", kind, ends)

    answers = Chance({"hard": (credibility, reply("hard", 2)), "soft": (1 - credibility, reply("soft", -3))})
    root = Decision("challenger", "first", {"wait": Terminal("SQ", (3, 5)), "challenge": answers})
    return dt.Tree(root, players=["challenger", "defender"])


@pytest.mark.parametrize(
    ("credibility", "outcomes"),
    [
        (Fraction(2, 5), [{"DC": Fraction(3, 5), "DD": Fraction(2, 5)}]),
        (Fraction(1, 2), [{"SQ": 1}, {"DC": Fraction(1, 2), "DD": Fraction(1, 2)}]),
        (Fraction(3, 5), [{"SQ": 1}]),
    ],
)
def test_the_tree_of_rudimentary_deterrence_turns_at_its_threshold(credibility, outcomes):
    assert rudimentary_threshold(5, 3, 1) == 0.5
    found = [member.outcomes for member in dt.solve(rudimentary(credibility)).members]
    # At the threshold itself the challenger may also mix.
    assert found == outcomes if len(outcomes) == 1 else all(one in found for one in outcomes)


def test_thresholds_are_exact_elementwise_and_symbolic():
    sympy = pytest.importorskip("sympy")
    assert rudimentary_threshold(Fraction(5), 3, 1) == Fraction(1, 2)
    assert rudimentary_threshold(np.array([5.0, 4.0]), 3, 1).tolist() == [0.5, pytest.approx(1 / 3)]
    a, b, c = sympy.symbols("a b c")
    assert sympy.simplify(rudimentary_threshold(a, b, c) - (a - b) / (a - c)) == 0


def test_payoffs_out_of_order_are_refused():
    with pytest.raises(dt.GameError, match="concession > status_quo > conflict"):
        rudimentary_threshold(3, 5, 1)
    with pytest.raises(dt.GameError, match="saw 1 players"):
        mutual_thresholds([(5, 3, 1)])
    with pytest.raises(dt.GameError, match="probabilities"):
        is_mutually_deterred([(5, 3, 1)] * 2, (0.5, 1.5))


def no_attack_is_an_equilibrium(payoffs, extras, credibilities):
    """Say whether no type of either player gains by attacking; answers to an attack are each type's best.

    ``extras`` holds (CD, DD-) of each player, with DD+ > CD > DD-: what it has when it concedes to an attack, and what
    conflict is worth to it when soft.
    """
    for me, kind in itertools.product((0, 1), ("hard", "soft")):
        other = 1 - me
        concession, status_quo, hard_conflict = payoffs[me]
        conflict = hard_conflict if kind == "hard" else extras[me][1]
        worth = 0.0
        for their_kind, chance in (("hard", credibilities[other]), ("soft", 1 - credibilities[other])):
            their_conflict = payoffs[other][2] if their_kind == "hard" else extras[other][1]
            worth += chance * (conflict if their_conflict > extras[other][0] else concession)
        if worth > status_quo + 1e-12:
            return 0.0
    return 1.0


def test_mutual_deterrence_holds_exactly_where_no_type_gains_by_attacking():
    rng = np.random.default_rng(73)  # seed 73
    found = set()
    for _ in range(300):
        rows = [np.sort(rng.normal(size=5))[::-1] for _ in range(2)]
        payoffs = [tuple(row[:3].tolist()) for row in rows]
        extras = [tuple(row[3:].tolist()) for row in rows]
        credibilities = tuple(rng.random(2).tolist())
        expected = no_attack_is_an_equilibrium(payoffs, extras, credibilities)
        assert is_mutually_deterred(payoffs, credibilities) == expected
        found.add(expected)
    assert found == {0.0, 1.0}


def test_mutual_deterrence_rides_on_draws():
    own = np.linspace(0, 1, 11)
    holds = is_mutually_deterred([(5, 3, 1), (4, 3, 0)], (own, 0.6))
    assert holds.tolist() == [is_mutually_deterred([(5, 3, 1), (4, 3, 0)], (x, 0.6)) for x in own.tolist()]
