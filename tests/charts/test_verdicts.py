import pandas as pd
import pytest

from deterrence.charts import plot_verdicts


def table(*verdicts):
    return pd.DataFrame({"option": ["a"] * len(verdicts), "game": list("wxyz")[: len(verdicts)], "verdict": verdicts})


def test_every_cell_says_its_verdict_by_a_sign_as_well_as_by_colour():
    chart = plot_verdicts(table("better", "worse", "splits", "no effect")).to_dict()
    (rows,) = chart["datasets"].values()
    assert [row["sign"] for row in rows] == ["▲", "▼", "◆", ""]
    assert {layer["mark"]["type"] for layer in chart["layer"]} == {"rect", "text"}


def test_a_word_that_is_no_verdict_is_refused():
    with pytest.raises(KeyError):
        plot_verdicts(table("good"))
