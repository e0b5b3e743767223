import altair as alt
import pandas as pd

from deterrence.charts import plot_front
from deterrence.page.pictures import WIDTH, chart_spec, csv, has_png, png, with_rows


def test_a_chart_becomes_a_png():
    table = pd.DataFrame({"line": ["baseline"] * 2, "period": [0, 1], "p_top": [0.0, 0.25]})
    chart = plot_front(table, lines=("baseline",), value="p_top", title="Border", axis="chance", top=1.0)
    assert has_png() and png(chart).startswith(b"\x89PNG")


def test_a_chart_as_wide_as_the_page_has_room_beside_its_labels_in_a_file():
    import struct

    rows = pd.DataFrame({"who": ["a name that is longer than the picture would be wide " * 2], "n": [1.0]})
    bars = alt.Chart(rows).mark_bar().encode(x="n:Q", y=alt.Y("who:N", axis=alt.Axis(labelLimit=400)))
    wide = struct.unpack(">I", png(bars.properties(width="container"))[16:20])[0]
    assert wide > 2 * (WIDTH + 300)


def test_csv_keeps_numbers_in_full():
    assert csv(pd.DataFrame({"x": [0.1 + 0.2]})) == "x\n0.30000000000000004\n"


def test_a_chart_keeps_the_names_of_its_rows_when_the_rows_change():
    def drawn(height):
        table = pd.DataFrame({"line": ["baseline"] * 2, "period": [0, 1], "p_top": [0.0, height]})
        return table, plot_front(table, lines=("baseline",), value="p_top", title="Border", axis="chance", top=1.0)

    (_, low), (table, high) = drawn(0.25), drawn(0.75)
    first, second = chart_spec(low), chart_spec(high)
    assert {**first, "datasets": None} == {**second, "datasets": None} and first != second
    assert list(second["datasets"]) == ["rows_0"] and "rows_0" in str({**second, "datasets": None})
    filled = with_rows(first, table[["line", "period", "p_top"]])
    assert png(filled) == png(second) == png(high) and png(first) != png(second)
