"""Ladders from model files: bad input is one sentence before any work, and draws are a loop of single models."""

from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.study.readers import reads
from deterrence.world.files import read
from tests.shipped import shipped

TEXT = (Path(__file__).parents[2] / "models" / "textbook" / "ladder.toml").read_text(encoding="utf-8")
FLOW = """flow = [
    [0, "skirmish", "war"],
    [0, "skirmish", "war"],
]"""
LAST = 'backdown = ["loss_of_face", "loss_of_face"]'
SEATS = 'seats = ["west", "east"]'
RUNGS = 'rungs = ["Calm", "Skirmishes", "War"]'
LABELS = "[games.labels.fronts.front]"
PATIENCE = 'discount = ["patience", "patience"]'
TOP = 'precision = "precision"\npayoff'


def spoilt(*changes):
    """The textbook's ladder after replacing text; its scenarios start on rung 0."""
    text = TEXT.replace("rungs = { front = 1 }", "rungs = { front = 0 }")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def six_more_fronts():
    zeros = ", ".join(["0"] * 10)
    return "".join(
        f"[games.arguments.fronts.f{i}]\naccident = 0\nease = 0\ncalm = 0\npush = 0\nflow = [[{zeros}], [{zeros}]]\n"
        f'[games.labels.fronts.f{i}]\nseats = ["west"]\n'
        for i in range(6)
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([(FLOW, "flow = [[0], [0]]"), (RUNGS, "")], r"flow: saw lists of \[1, 1\] payoffs.*two rungs or more"),
        ([(FLOW, 'flow = [[0, "war", 1]]')], r"flow: saw lists of \[3\] payoffs"),
        ([(FLOW, "flow = [[0, 1, 2], [0, 1]]")], "flow: saw lists of .3, 2. payoffs"),
        ([(FLOW, "flow = [0, 1, 2]")], "flow: saw another shape"),
        ([(LAST, f"{LAST}\nhazard = [0, 0.1]")], r"hazard: saw shape \(2,\); allowed is lists of shape \(3,\)"),
        ([(LAST, f"{LAST}\nhazard = [[0, 0.1, 1], [0, 1, 1]]")], r"hazard: saw shape \(2, 3\)"),
        ([(LAST, f"{LAST}\nhazard = [[0, 0.1, 1], [0, 1]]")], "hazard: saw lists of shapes"),
        ([(LAST, f"{LAST}\nhazard = 0.1")], "hazard: saw shape"),
        ([(LAST, f"{LAST}\nhazard = []")], "hazard: saw an empty list"),
        ([(LAST, f"{LAST}\nhazard = [0, 0.1, 1.2]")], "hazard of front 'front': saw 1.2; .* from 0 to 1"),
        ([('accident = "accident', 'accident = "3 + accident')], "accident of front 'front': .* from 0 to 1"),
        ([('ease = "one_down"', 'ease = "-one_down"')], "ease of front 'front': saw -0.2"),
        ([('calm = "both_down"', 'calm = ["both_down", 0]')], "calm: saw a list"),
        ([('push = ["push", "push"]', 'push = ["push", 2]')], "push of front 'front': saw 2.0"),
        ([('push = ["push", "push"]', "push = [0, 0, 0]")], "push: saw 3 entries for 2 seats"),
        ([('push = ["push", "push"]', "push = [[0, 0], 0]")], "push: saw 2 entries; .* one per rung"),
        ([(LAST, "backdown = [-1, 0]")], "backdown of front 'front': saw -1.0"),
        ([(LAST, f"{LAST}\nexit = 1.5")], "exit of front 'front': saw 1.5"),
        ([(SEATS, 'seats = ["west", "south"]')], "seats of front 'front': saw player 'south'"),
        ([(SEATS, 'seats = "west"')], "seats: saw 'west'; allowed is a list"),
        ([(SEATS, "")], "seats: the key is missing"),
        ([(SEATS, 'seat = ["west", "east"]')], "did you mean 'seats'"),
        ([(RUNGS, 'rungs = ["Calm"]')], "rungs: saw 1 names for 3 rungs"),
        ([('    "No fire.",\n', "")], "markers: saw 2 texts for 3 rungs"),
        ([(SEATS, f'{SEATS}\npostures = ["hold", "attack"]')], "postures of front 'front': saw 'attack'"),
        ([(SEATS, f"{SEATS}\nabsorbing = [3]")], "absorbing of front 'front': saw 3; allowed is rungs from 0 to 2"),
        ([(SEATS, f'{SEATS}\nabsorbing = "top"')], "absorbing of front 'front': saw 'top'"),
        ([('ease = "one_down"', 'eas = "one_down"')], "did you mean 'ease'"),
        ([(LABELS, f"[games.labels.fronts.gulf]\n{SEATS}\n{LABELS}")], "gulf: there is no such front"),
        ([(PATIENCE, 'discount = ["patience", 1]')], "saw 1.0; .* from 0 to below 1"),
        ([(PATIENCE, "discount = [0, 0, 0]")], "discount: saw 3 entries; .* one per player"),
        ([(TOP, 'precision = "-precision"\npayoff')], "precision of 'escalation': saw -10.0"),
        ([(TOP, 'precision = [1, 2]\npayoff')], "precision: saw a list"),
        ([('payoff_range = ["stored.range"', "payoff_range = [0")], "saw 0.0; allowed is finite numbers above 0"),
        ([(TOP, f"spill = [[0, 1], [0]]\n{TOP}")], "spill: saw lists of shapes"),
        ([(TOP, f"spill = [[0, 1], [0, 0]]\n{TOP}")], r"spill: saw shape \(2, 2\)"),
        ([(TOP, f"spill = [[2]]\n{TOP}")], "spill of 'escalation': saw 2.0"),
        ([("[[options]]", f"{six_more_fronts()}\n[[options]]")], "3000000 states on 7 fronts.*at most.*merge rungs"),
    ],
)  # fmt: skip
def test_a_ladder_that_does_not_fit_is_refused_in_one_sentence(changes, says):
    with pytest.raises(dt.DeterrenceError, match=says) as caught:
        dt.formulate(read(spoilt(*changes)), "escalation")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_a_draw_over_the_ranges_of_the_case_is_a_loop_of_single_models():
    model = shipped("levant_2024")
    rng = np.random.default_rng(7)
    read_here = reads(model, "region")
    free = [id for id, p in model.parameters.items() if id in read_here and p.low < p.high]
    values = {id: rng.uniform(model.parameters[id].low, model.parameters[id].high, 3) for id in free}
    many = dt.formulate(model.with_values(values), "region")
    assert many.n_draws == 3
    together = dt.solve(many, rungs=(3, 3, 3, 2), n_starts=0).selected
    for draw in range(3):
        single = dt.formulate(model.with_values({id: float(v[draw]) for id, v in values.items()}), "region")
        assert single.n_draws is None
        for front, other in zip(many.fronts, single.fronts, strict=True):
            for key in ("accident", "ease", "calm", "push", "flow", "gain", "backdown", "restraint_cost", "exit"):
                drawn = getattr(front, key)
                alone = getattr(other, key)
                assert np.array_equal(drawn[draw] if drawn.ndim > alone.ndim else drawn, alone)
        alone = dt.solve(single, rungs=(3, 3, 3, 2), n_starts=0).selected
        assert [payoff[draw] for payoff in together.payoffs] == pytest.approx(alone.payoffs, rel=1e-9)
        tables = together.details["strategies"].probabilities[draw], alone.details["strategies"].probabilities
        assert np.allclose(*tables, atol=1e-9)


def test_a_discount_factor_of_one_in_a_draw_makes_that_draw_nan():
    model = shipped("textbook/ladder").with_values({"patience": np.array([0.8, 0.9])})
    spec = TEXT.replace('discount = ["patience", "patience"]', 'discount = ["patience", "patience + 0.1"]')
    many = dt.formulate(read(spec).with_values({"patience": model.parameters["patience"].value}), "escalation")
    assert np.isnan(dt.solve(many).selected.payoffs[0]).tolist() == [False, True]
