import pandas as pd
import pytest

from deterrence.charts import plot_posterior, plot_scores


def totals():
    return pd.DataFrame({
        "model": ["ladder, precision 3", "random choice", "unsolved", "alone"], "n_moves": 5, "log_score": -4.0,
        "above_random": [-0.5, 0.0, float("nan"), 1.0], "standard_error": [0.25, 0.0, 1.0, float("nan")],
    })  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_scores_stand_with_two_standard_errors_and_a_line_at_random_choice(theme):
    chart = plot_scores(totals(), title="Scores", theme=theme).to_dict()
    rows = {row["model"]: row for data in chart["datasets"].values() for row in data}
    assert set(rows) == {"ladder, precision 3", "random choice", "alone"}
    assert (rows["ladder, precision 3"]["low"], rows["ladder, precision 3"]["high"]) == (-1.0, 0.0)
    assert rows["alone"]["low"] == rows["alone"]["high"] == 1.0, "a single move has no standard error"
    zero = chart["layer"][0]
    assert zero["mark"]["type"] == "rule" and zero["encoding"]["x"]["datum"] == 0


def test_prior_is_dashed_and_posterior_filled_in_a_panel_for_each_parameter():
    draws = pd.DataFrame({
        "parameter": ["precision"] * 4 + ["gain"] * 4, "value": [1, 2, 1, 2] * 2, "density": [1, 1, 2, 0] * 2,
        "when": ["prior", "prior", "posterior", "posterior"] * 2,
    })  # fmt: skip
    chart = plot_posterior(draws, title="Before and after").to_dict()
    assert chart["facet"]["field"] == "parameter" and chart["facet"]["sort"] == ["precision", "gain"]
    assert chart["resolve"]["scale"] == {"x": "independent", "y": "independent"}
    marks = {layer["transform"][0]["filter"]: layer["mark"] for layer in chart["spec"]["layer"]}
    assert marks["datum.when == 'posterior'"]["type"] == "area"
    assert marks["datum.when == 'prior'"]["strokeDash"] == [6, 4], "not told apart by colour alone"
