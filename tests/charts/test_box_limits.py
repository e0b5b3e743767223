import pandas as pd

from deterrence.charts import plot_box_limits


def test_ends_and_the_present_value_are_placed_within_the_range():
    table = pd.DataFrame(
        {
            "parameter": ["a", "b"], "low": [0.0, -4.0], "high": [2.0, 4.0], "from": [0.5, -4.0], "to": [1.0, 0.0],
            "value": [1.5, 9.0], "words": ["0.5 to 1", "at most 0"],
        }
    )  # fmt: skip
    spec = plot_box_limits(table).to_dict()
    first, second = next(iter(spec["datasets"].values()))
    assert (first["at_from"], first["at_to"], first["at_value"]) == (0.25, 0.5, 0.75)
    # A value that was set beyond its range is drawn at its end.
    assert (second["at_from"], second["at_to"], second["at_value"]) == (0.0, 0.5, 1.0)
