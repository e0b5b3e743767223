from deterrence.page.setup import ASSUMED, BASELINE
from deterrence.page.verdicts import COUNTED, figures_table
from deterrence.study.evaluation import evaluate_game
from deterrence.study.figures import figure_words
from deterrence.study.rows import HEADLINES
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def test_words_with_a_sign_stand_for_headline_figures_and_keep_their_words():
    assert set(COUNTED) <= {row.measure for row in HEADLINES.values()}
    assert all(told.startswith(figure_words(measure)) for measure, told in COUNTED.items())


def test_lines_that_differ_are_not_written_alike():
    near = MODEL.with_values({"crisis.iran.war": float(MODEL.parameters["crisis.iran.war"].value) + 1e-3})
    lines = {BASELINE: [evaluate_game(MODEL, "sanctions")], ASSUMED: [evaluate_game(near, "sanctions")]}
    (row,) = figures_table(lines).to_dict("records")
    assert row["figure"] == "chance of war" and row[BASELINE] != row[ASSUMED]
