import pandas as pd

from deterrence.charts import plot_front
from deterrence.page.pictures import csv, has_png, png


def test_a_chart_becomes_a_png():
    table = pd.DataFrame({"line": ["baseline"] * 2, "period": [0, 1], "p_top": [0.0, 0.25]})
    chart = plot_front(table, lines=("baseline",), value="p_top", title="Border", axis="chance", top=1.0)
    assert has_png() and png(chart).startswith(b"\x89PNG")


def test_csv_keeps_numbers_in_full():
    assert csv(pd.DataFrame({"x": [0.1 + 0.2]})) == "x\n0.30000000000000004\n"
