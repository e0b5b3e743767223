"""Figures at draws are those of the rest of the package, and their indices those of brute force."""

import math
import signal

import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import SweepError
from tests.study.sensitivity.questions import DILEMMA, MODEL, SPANS, brute_force, discount, value


def test_indices_of_a_restraint_threshold_are_those_of_a_full_grid_of_the_formula():
    def formula(points):
        temptation, reward = points.T
        return (temptation - reward) / (temptation - 1)

    question = discount()
    assert [each.id for each in question.drawn] == [*SPANS]
    first, total = brute_force(formula, SPANS.values())
    table = question.sobol(2048, seed=1).set_index("parameter")
    for k, name in enumerate(SPANS):
        assert table.first_order[name] == pytest.approx(first[k], abs=0.05)
        assert table.total[name] == pytest.approx(total[k], abs=0.05)
    assert table.first_order.sum() < 1 < table.total.sum()  # they work together


def test_indices_of_a_threshold_under_noise_are_those_of_a_full_grid_of_games():
    ids = {"border.noise": (0.02, 0.08), "border.israel.gain": (2.0, 3.0), "border.israel.rung3": (-3.5, -2.5)}
    question = dt.sensitivity(MODEL, "border", "critical_discount", player="israel", parameters=ids)

    def measured(points):
        drawn = MODEL.with_values({id: points[:, k] for k, id in enumerate(ids)})
        game = dt.formulate(drawn, "border")
        row = dt.MEASURES["restraint"]["critical_discount"]
        return row.compute(game)[game.players.index("israel")]

    spans = [ids[each.id] for each in question.drawn]
    order = [[*ids].index(each.id) for each in question.drawn]
    first, total = brute_force(lambda points: measured(points[:, np.argsort(order)]), spans)
    table = question.sobol(1024).set_index("parameter")
    for k, each in enumerate(question.drawn):
        assert table.first_order[each.id] == pytest.approx(first[k], abs=0.06)
        assert table.total[each.id] == pytest.approx(total[k], abs=0.06)


def test_figures_at_draws_are_those_of_compare():
    question = dt.sensitivity(MODEL, "buffer_terms", "p_war", option="missile_defence")
    level = dt.sensitivity(MODEL, "buffer_terms", "p_war", option="missile_defence", absolute=True)
    assert question.is_effect and not level.is_effect and question.option == "missile_defence"
    rng = np.random.default_rng(3)
    low, high = np.array([(each.low, each.high) for each in question.drawn]).T
    points = rng.uniform(low, high, (3, len(low)))
    found, under = question.at(points), level.at(points)
    for k in range(3):
        there = MODEL.with_values({each.id: float(points[k, j]) for j, each in enumerate(question.drawn)})
        before, after = (value(there, "buffer_terms", "p_war", option=o) for o in (None, "missile_defence"))
        assert found[k] == pytest.approx(after - before, abs=1e-12) and under[k] == pytest.approx(after, abs=1e-12)
    assert question.value == pytest.approx(
        value(MODEL, "buffer_terms", "p_war", option="missile_defence") - value(MODEL, "buffer_terms", "p_war")
    )


def test_workers_and_progress_change_no_number():
    question = discount()
    points = np.random.default_rng(0).uniform([4, 2.5], [6, 3.5], (5000, 2))
    told = []
    alone = question.at(points, progress=lambda done, total: told.append((done, total)))
    assert told == [(2048, 5000), (4096, 5000), (5000, 5000)]
    assert np.array_equal(alone, question.at(points, workers=2))


def test_whether_a_threshold_exists_is_a_figure_of_its_own():
    question = dt.sensitivity(MODEL, "border", "critical_discount", player="israel")
    with pytest.raises(SweepError, match=r"infinite in [\d,]+ and does not exist in 0"):
        question.sobol(16)
    exists = dt.sensitivity(MODEL, "border", "critical_discount", player="israel", statistic="exists")
    points = np.tile(question.present, (2, 1))
    places = [each.id for each in question.drawn]
    points[1, places.index("border.secured")] = 0.0
    assert np.isinf(question.at(points)).tolist() == [False, True] and exists.at(points).tolist() == [1, 0]
    assert exists.sobol(64).total.iloc[0] > 0.1


def test_the_difference_of_equal_infinities_is_none():
    model = MODEL.with_values({"border.secured": 0.0})
    given = {"player": "israel", "option": "arms_pressure"}
    assert dt.sensitivity(model, "border", "critical_discount", absolute=True, **given).value == math.inf
    assert dt.sensitivity(model, "border", "critical_discount", **given).value == 0.0


def test_lowest_and_highest_are_over_the_equilibria():
    found = [
        dt.sensitivity(DILEMMA, "patience_test", "payoff", player="row", statistic=statistic).value
        for statistic in ("lowest", "selected", "highest")
    ]
    assert found == [1.0, 3.0, 3.0]


def test_an_interrupt_ends_a_design():
    question = dt.sensitivity(MODEL, "region", "p_top.border", parameters=["border.noise"])

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            question.sobol(1024, workers=1)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
