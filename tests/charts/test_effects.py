import pandas as pd

from deterrence.charts import plot_effects


def test_every_cell_says_its_effect_in_text_as_well_as_in_colour():
    table = pd.DataFrame(
        {
            "option": ["baseline", "a", "b", "c"],
            "game": ["x"] * 4,
            "change": [0.0, 0.031, 0.0, float("-inf")],
            "effect": ["none", "higher", "none", "lower"],
        }
    )
    chart = plot_effects(table).to_dict()
    (rows,) = chart["datasets"].values()
    assert [row["text"] for row in rows] == ["+3.1", "no effect", "out of reach"]
    assert {layer["mark"]["type"] for layer in chart["layer"]} == {"rect", "text"}
