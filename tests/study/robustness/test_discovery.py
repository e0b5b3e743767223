import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import SweepError
from deterrence.study.effects import effect
from deterrence.study.robustness.discovery import share_table
from deterrence.study.sweeps.sampling import read_parameters
from tests.shipped import shipped

MODEL = shipped("levant_2024")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("discovery") / "out"
    options = ["missile_defence", "us_iran_hotline"]
    return dt.sweep(MODEL, options=options, games=["buffer_terms", "border"], n=400, seed=1, workers=1, out=folder)


def test_boxes_hold_the_draws_in_which_the_option_does_it(run):
    found = run.discover("missile_defence", "buffer_terms", "p_war", outcome="higher")
    wide = run.outcomes(games=["buffer_terms"], measures=["p_war"])
    after, before = (wide[o, "buffer_terms", "selected", "p_war", ""] for o in ("missile_defence", "baseline"))
    marks = np.array([effect(a, b) == "higher" for a, b in zip(after, before, strict=True)])
    assert found.shares["higher"] == found.boxes.base_density == marks.mean()
    draws = run.experiments()
    assert found.boxes.found
    box = found.boxes.found[0]
    inside = np.all([draws[id].between(*ends) for id, ends in box.limits.items()], axis=0)
    assert box.density == marks[inside].mean() > marks.mean()
    assert box.coverage == (marks & inside).sum() / marks.sum()


def test_only_parameters_that_the_game_reads_are_searched(run):
    found = run.discover("missile_defence", "buffer_terms", "p_war")
    read = read_parameters(MODEL, ["buffer_terms"], [{"missile_defence": 1.0}])
    assert set(found.boxes.names) == read & set(run.experiments().columns) < set(run.experiments().columns)
    assert run.experiments(found.boxes.names).equals(run.experiments()[list(found.boxes.names)])
    with pytest.raises(SweepError, match="parameter 'nothing'"):
        run.experiments(["nothing"])


def test_the_sentences_name_limits_in_units_with_coverage_and_density(run):
    found = run.discover("missile_defence", "buffer_terms", "p_war", outcome="higher")
    first, second, *_ = found.sentences
    assert first == (
        f"In {100 * found.shares['higher']:.3g}% of 400 draws missile_defence raises the chance of war in buffer_terms."
    )
    id = next(iter(found.boxes.found[0].limits))
    assert f"where {id} is" in second and f"({MODEL.parameters[id].unit})" in second
    assert "(density)" in second and "(coverage)" in second


def test_always_and_never_are_said_without_a_box(run):
    always = run.discover("us_iran_hotline", "buffer_terms", "p_war", outcome="none")
    never = run.discover("us_iran_hotline", "buffer_terms", "p_war", outcome="higher")
    assert always.sentences == ("In all of 400 draws us_iran_hotline does not move the chance of war in buffer_terms.",)
    assert never.sentences[0].startswith("In none of 400 draws") and not never.boxes.found
    moved = run.discover("us_iran_hotline", "buffer_terms", "p_war", outcome="not none")
    never = run.discover("missile_defence", "buffer_terms", "range_low", outcome="not lower")
    assert moved.sentences == ("In none of 400 draws us_iran_hotline moves the chance of war in buffer_terms.",)
    assert "In none of" not in never.sentences[0] or "does not" not in never.sentences[0]


def test_shares_of_every_option_sum_to_one_and_are_those_of_the_summary(run):
    table = share_table(run, "buffer_terms", "p_war").set_index("option")
    summary = run.summary(measures=["p_war"])
    summary = summary[summary["statistic"] == "selected"].set_index("option")
    np.testing.assert_allclose(table.sum(axis=1), 1)
    for name in ("lower", "none", "higher"):
        np.testing.assert_allclose(table[name], summary.loc[table.index, name])


@pytest.mark.parametrize(
    ("arguments", "more", "message"),
    [
        (("nothing", "buffer_terms", "p_war"), {}, "option 'nothing'"),
        (("missile_defence", "direct", "p_war"), {}, "game 'direct'"),
        (("missile_defence", "border", "incentive"), {}, "belongs to several players"),
        (("missile_defence", "border", "incentive"), {"player": "iran"}, "does not belong to 'iran'"),
        (("missile_defence", "buffer_terms", "p_war"), {"player": "iran"}, "it belongs to no player"),
        (("missile_defence", "border", "incentive"), {"player": "israel", "statistic": "lowest"}, "has no 'lowest'"),
        (("missile_defence", "border", "incentive"), {"player": "israel", "outcome": "worse"}, "outcome: saw 'worse'"),
    ],
)
def test_what_the_sweep_does_not_have_is_refused(run, arguments, more, message):
    with pytest.raises(SweepError, match=message):
        run.discover(*arguments, **more)
