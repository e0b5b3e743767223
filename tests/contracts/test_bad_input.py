"""What no caller should send: every class refuses it in one sentence, and nothing else escapes."""

import datetime
from fractions import Fraction

import numpy as np
import pytest

import deterrence as dt
from tests.shipped import shipped

FRONT = dt.Front("border", 1, (0, 1), 0, 0, 0, 0, [[1, 0], [1, 0]], 0.5, 0, hazard=[0.02, 0.2, 0.3])
TREE = dt.formulate(shipped("textbook/uncertain_resolve"), "crisis")
RESTRAINT = dt.Restraint(5, 3, 1, 0, discount=0.7)

#: Arguments with which each class makes a game.
SOUND = {
    "Bargain": {"power": 0.5, "own_cost": 0.1, "cost_low": 0, "cost_high": 0.5},
    "Brinkmanship": {"risks": [0.1, 0.2], "value": 1, "disaster_cost": 4, "first_player": 0},
    "CheapTalk": {"bias": 0.05},
    "Coalition": {"weights": [0.5, 0.5], "cost": 1, "benefit": 2, "target_value": 0.5, "leakage": 0.1},
    "Crisis": {
        "status_quo": 0, "demand": 1, "concession": 0, "war": -1.9, "backdown": -1.2, "resist": 1, "target_war": -2.9
    },
    "Delegation": {
        "patron_benefit": 1, "proxy_benefit": 1, "peace_rent": 0.2, "effort_cost": 0.3, "liability": 0.5,
        "patron_loss": 0.3, "sanction": 0.2, "leakage": 0.1,
    },
    "Deterrence": {
        "challenger": (5, 3, 1, 0, -2), "defender": (5, 5, 2, 1, -3), "challenger_credibility": 0.3,
        "defender_credibility": 0.3,
    },
    "ExtendedDeterrence": {
        "challenger": (0, 2, 1, -4), "protege": (0, -1, -3, 0.5), "patron_strong": (0, -2, -3, -1),
        "patron_weak": (0, -1, -2, -4), "prior_strong": 0.6,
    },
    "Front": {
        "name": "border", "top": 1, "seats": (0, 1), "accident": 0, "ease": 0, "calm": 0, "push": 0,
        "flow": [[1, 0], [1, 0]], "gain": 0.5, "backdown": 0, "hazard": None, "postures": None, "absorbing": None,
    },
    "Ladder": {"fronts": [FRONT], "spill": None, "discount": 0.9, "precision": 1, "payoff_scale": 1},
    "LinkedRestraint": {"fronts": [RESTRAINT, RESTRAINT], "weights": 1, "seats": None, "discount": None},
    "Matrix": {"payoffs": [[[3, 0], [5, 1]], [[3, 5], [0, 1]]], "actions": [["a", "b"], ["c", "d"]]},
    "Mediation": {"payoffs": [[[6, 2], [7, 0]], [[6, 7], [2, 0]]], "actions": None},
    "PowerShift": {"power_now": 0.5, "power_later": 0.6, "decliner_cost": 0.1, "discount": 0.9},
    "PrivateBrinkmanship": {"value": 1, "max_disaster_cost": 5},
    "Restraint": {
        "temptation": 5, "reward": 3, "punishment": 1, "sucker": 0, "discount": 0.7, "punishment_periods": 3
    },
    "Standoff": {"audience_cost": 1, "max_war_cost": 2, "prize": 1},
    "Threat": {
        "prior_strong": 0.5, "value_strong": 3, "value_weak": 0.5, "win_probability": 0.6, "war_cost": 1,
        "challenger_gain": 1, "challenger_war_cost": 1, "signal_cost": 0.3, "kind": "sunk",
    },
    "Tree": {"root": TREE.root, "players": TREE.players},
    "Trust": {"trustworthy": (4, 3, 1, -4), "untrustworthy": (3, 4, 1, -4), "prior": 0.3},
}  # fmt: skip

SELF: list[object] = []
SELF.append(SELF)
STRANGE = [
    None, "abc", "", float("nan"), float("inf"), -3.0, True, [], [[1, [2]], [3]], ["a", "b"], {}, {1, 2}, object(), 1j,
    b"ab", 10**400, 1e300, 1e-320, np.full(3, np.nan), np.array([None, "x"], dtype=object), np.zeros((0, 3)),
    np.zeros((2, 2, 2, 2)), Fraction(1, 3), RESTRAINT, SELF, datetime.date(2020, 1, 1), [{}], [[{}]],
]  # fmt: skip


def test_every_form_is_tried():
    forms = {name for name in dt.__all__ if hasattr(getattr(dt, name), "default_concept")}
    assert forms <= set(SOUND)


@pytest.mark.parametrize("name", SOUND)
def test_a_strange_argument_is_taken_or_refused_in_one_short_sentence(name):
    made = getattr(dt, name)(**SOUND[name])
    arguments = dict.fromkeys([*SOUND[name], *(["players"] if hasattr(made, "players") else [])])
    for argument in arguments:
        sound = SOUND[name].get(argument)
        for strange in STRANGE:
            inside = [[strange, *sound[1:]]] if isinstance(sound, list) else []
            for given in (strange, *inside):
                try:
                    getattr(dt, name)(**{**SOUND[name], argument: given})
                except dt.DeterrenceError as refused:
                    assert len(str(refused)) < 700
                    assert "\n" not in str(refused)


@pytest.mark.parametrize("given", ["ladder", None, 3, []])
@pytest.mark.parametrize(
    "call",
    [
        dt.coverage, dt.graphml, dt.network, dt.values, dt.escalation_paths,
        lambda model: dt.save(model, "never.toml"), lambda model: dt.run_card(model, "command"),
        lambda model: dt.with_scenario(model, "calm"), lambda model: dt.reach(model, "west", "east"),
        lambda model: dt.delay(model, "west", "east"), lambda model: dt.secrecy(model, "west", "east"),
        lambda model: dt.importance(model, "line", "west", "east"),
    ],
)  # fmt: skip
def test_what_is_no_model_is_refused_with_a_way_to_load_one(call, given):
    with pytest.raises(dt.ModelError, match=r"allowed is a Model; use dt\.load"):
        call(given)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda model: dt.save(model, 3), "path: saw 3"),
        (lambda model: dt.reach(model, [], "east"), "there is no such id"),
        (lambda model: dt.evaluate(model, "1 + 1"), "formula: saw '1 . 1'; allowed is an Expression"),
    ],
)
def test_other_arguments_are_refused_as_well(call, says):
    with pytest.raises(dt.ModelError, match=says):
        call(shipped("textbook/ladder"))


MATRIX = dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])


@pytest.mark.parametrize("concept", [3, True, [], {}])
def test_a_concept_that_is_no_text_is_refused(concept):
    with pytest.raises(dt.SolverError, match="a name in SOLVERS"):
        dt.solve(MATRIX, concept)


def test_a_keyword_that_a_solver_needs_is_asked_for():
    with pytest.raises(dt.SolverError, match="it needs the keyword 'discount'"):
        dt.solve(MATRIX, "repeated_payoffs")


@pytest.mark.parametrize("precision", ["x", [1], True, float("nan"), float("inf"), -1, {}])
def test_a_precision_that_is_no_number_is_refused(precision):
    ladder = dt.Ladder([FRONT], None, discount=0.9, precision=1)
    for game, concept in ((MATRIX, "logit"), (ladder, "logit_markov")):
        with pytest.raises(dt.SolverError, match="precision: saw"):
            dt.solve(game, concept, precision=precision)
