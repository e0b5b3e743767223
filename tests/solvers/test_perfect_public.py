"""The perfect public equilibria of restraint games: which profiles are listed, and what certifies them."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.automaton import threat_profile
from deterrence.games.linked_restraint import LinkedRestraint
from deterrence.games.matrix import Matrix
from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import critical_discount, is_sustained
from deterrence.solvers.perfect_public import solve_perfect_public


def names(found):
    return [member.name for member in found.members]


def test_dilemma_lists_both_profiles_and_selects_restraint():
    game = Restraint(5, 3, 1, 0, 0.9, 0.05, 0.9, 5, players=("a", "b"))
    found = solve_perfect_public(game)
    assert (found.status, found.method, found.rule, found.players) == (
        "exhausted",
        "perfect_public",
        "best",
        ("a", "b"),
    )
    assert names(found) == ["always_attack", "restraint"]
    assert found.selected is not None
    assert found.selected.name == "restraint"
    assert found.selected.payoffs == pytest.approx((2.6887905,) * 2)
    assert found.selected.outcomes == pytest.approx({"restrain,restrain": 0.8, "attack,attack": 0.2})
    assert found.members[0].payoffs == (1, 1)
    assert found.members[0].outcomes == {"attack,attack": 1}
    assert "three profiles" in found.sentence and "5 periods" in found.sentence


def test_worst_rule_selects_always_attack():
    found = solve_perfect_public(Restraint(5, 3, 1, 0, 0.9), rule="worst")
    assert found.selected is not None
    assert found.selected.name == "always_attack"


def test_impatient_dilemma_keeps_always_attack_only():
    assert names(solve_perfect_public(Restraint(5, 3, 1, 0, 0.4))) == ["always_attack"]


def test_stag_hunt_lists_all_three_and_prefers_restraint_without_noise():
    found = solve_perfect_public(Restraint(2, 3, 1, 0, 0.5, 0.1, 0.9, 2))
    assert names(found) == ["always_attack", "restraint", "always_restrain"]
    assert found.selected is not None
    assert found.selected.name == "always_restrain"
    assert found.selected.payoffs == (3, 3)


def test_harmony_restrains_always():
    assert names(solve_perfect_public(Restraint(2, 3, 0, 1, 0.5))) == ["always_restrain"]


def test_chicken_has_none_of_these_and_says_so():
    found = solve_perfect_public(Restraint(5, 3, 0, 1, 0.9))
    assert (found.status, found.members, found.selected) == ("none", (), None)
    assert "other perfect public equilibria may exist" in found.sentence


def test_an_automaton_that_nobody_leaves_but_somebody_does_not_fear_is_named_and_not_listed():
    # Player 1 is not tempted and prefers the punishment, but attacking first would cost it more than that is worth.
    game = Restraint((5, -20), (3, 1), (1, 1.1), (0, 0), 0.6)
    assert game.regret(threat_profile(game.players, math.inf)) == 0
    assert is_sustained(game) == 0
    found = solve_perfect_public(game)
    assert names(found) == ["always_attack"]
    assert "no threat" in found.sentence
    assert "no threat" not in solve_perfect_public(Restraint(5, 3, 1, 0, 0.4)).sentence


def test_one_state_dilemma_sustains_restraint_from_one_seventh():
    # The stage game [[9, 1], [10, 3]], for which a published routine fails between .142 and .2.
    assert critical_discount(Restraint(Fraction(10), 9, 3, 1, Fraction(1, 7))) == (Fraction(1, 7),) * 2
    for percent in range(10, 30):
        found = solve_perfect_public(Restraint(Fraction(10), 9, 3, 1, Fraction(percent, 100)))
        assert names(found) == ["always_attack"] + ["restraint"] * (percent >= 15)


def test_exact_games_are_certified_exactly():
    found = solve_perfect_public(Restraint(Fraction(5), 3, 1, 0, Fraction(1, 2), Fraction(0), 1))
    assert names(found) == ["always_attack", "restraint"]
    for member in found.members:
        assert member.regret == 0
        assert all(isinstance(payoff, Fraction) for payoff in member.payoffs)


def test_every_member_carries_its_own_small_regret_and_stays_an_equilibrium():
    rng = np.random.default_rng(95)  # seed 95
    seen = set()
    for _ in range(300):
        rows = rng.integers(-6, 7, (2, 4)).astype(float)
        periods = float(rng.choice([1, 3, math.inf]))
        temptation, reward, punishment, sucker = (tuple(column) for column in rows.T)
        game = Restraint(temptation, reward, punishment, sucker, tuple(rng.random(2)), 0.05, 0.9, periods)
        found = solve_perfect_public(game)
        assert found.status in ("exhausted", "none")
        has_restraint = {"restraint", "always_restrain"} & set(names(found))
        assert bool(has_restraint) == bool(is_sustained(game))
        for member in found.members:
            assert member.regret == game.regret(member.profile) <= 1e-9 * max(game.payoff_ranges)
            assert sum(member.outcomes.values()) == pytest.approx(1)
            seen.add(member.name)
    assert seen == {"always_attack", "restraint", "always_restrain"}


def test_games_at_their_very_threshold_are_certified():
    for tenths in range(1, 10):
        game = Restraint(0.1 * tenths + 0.3, 0.3, 0.2 + 0.1 * tenths - 0.1 * tenths, -1, 0.5)
        (threshold, _) = critical_discount(game)
        found = solve_perfect_public(Restraint(game.temptation, game.reward, game.punishment, -1, threshold))
        assert names(found) == ["always_attack", "restraint"]


def test_profile_that_cannot_be_certified_makes_the_status_failed(monkeypatch):
    # No numbers are known that bring this about, so the game is made to find fault with everything.
    monkeypatch.setattr(Restraint, "regret_by_player", lambda *_: (1.0, 1.0))
    found = solve_perfect_public(Restraint(5, 3, 1, 0, 0.9))
    assert (found.status, found.members) == ("failed", ())
    with pytest.raises(SolverError, match="rescale the payoffs"):
        found.raise_if_failed()


def test_linked_fronts_are_solved_together():
    front = Restraint(5, 3, 1, 0, 0.8, 0.2, 0.9)
    found = solve_perfect_public(LinkedRestraint((front, front), weights=(1, 1)))
    assert names(found) == ["always_attack", "restraint"]
    assert found.members[0].payoffs == (2, 2)
    assert found.members[1].outcomes == {"attack,attack": 1}  # noise and unlimited punishment
    assert names(solve_perfect_public(LinkedRestraint((front, front), weights=1, discount=0.75))) == ["always_attack"]


@pytest.mark.parametrize("draws", [{"sucker": np.zeros(3)}, {"discount": np.full(3, 0.9)}, {"detection": np.ones(3)}])
def test_draws_are_left_to_the_measures(draws):
    arguments = {"temptation": 5, "reward": 3, "punishment": 1, "sucker": 0, "discount": 0.9}
    with pytest.raises(SolverError, match="draws"):
        solve_perfect_public(Restraint(**(arguments | draws)))


def test_symbols_other_forms_and_other_rules_are_refused():
    import sympy

    with pytest.raises(SolverError, match="SymPy"):
        solve_perfect_public(Restraint(sympy.Symbol("T"), 3, 1, 0, 0.9))
    with pytest.raises(SolverError, match="Matrix"):
        solve_perfect_public(Matrix(np.zeros((2, 2, 2))))  # type: ignore[arg-type]  # the wrong form is the point
    with pytest.raises(SolverError, match="rule"):
        solve_perfect_public(Restraint(5, 3, 1, 0, 0.9), rule="risk_dominant")
