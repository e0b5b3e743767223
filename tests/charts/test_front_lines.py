import pandas as pd

from deterrence.charts import plot_front, plot_rungs
from deterrence.charts.front_lines import LINE_COLOURS, LINE_DASHES

LINES = ("baseline", "my assumptions", "my options")


def drawn_rows(chart):
    (rows,) = chart["datasets"].values()
    return rows


def test_a_line_keeps_its_colour_and_its_dashes_whichever_others_are_shown():
    def scales(lines):
        table = pd.DataFrame([(line, period, 0.1) for line in lines for period in (0, 1)])
        table.columns = ["line", "period", "p_top"]
        chart = plot_front(table, lines=LINES, value="p_top", title="Border", axis="chance", top=1.0).to_dict()
        encoding = chart["layer"][0]["encoding"]
        return encoding["color"]["scale"], encoding["strokeDash"]["scale"]

    assert scales(LINES) == scales(LINES[:1])
    assert len(set(LINE_COLOURS)) == len(LINE_COLOURS) == len(set(LINE_DASHES)) == len(LINE_DASHES) > len(LINES)


def test_the_lines_drawn_are_the_rows_of_the_table():
    table = pd.DataFrame({"line": ["baseline"] * 3, "period": [0, 1, 2], "p_top": [0.0, 0.25, 0.4]})
    chart = plot_front(table, lines=LINES, value="p_top", title="Border", axis="chance", top=1.0).to_dict()
    assert drawn_rows(chart) == table.to_dict("records")


def test_rungs_are_drawn_with_the_top_above_and_their_chance_in_figures():
    rows = [(period, rung, name, 0.5) for period in range(5) for rung, name in enumerate(("Calm", "War"))]
    table = pd.DataFrame(rows, columns=["period", "rung", "name", "probability"])
    chart = plot_rungs(table, title="Border").to_dict()
    assert chart["layer"][0]["encoding"]["y"]["sort"] == ["1 War", "0 Calm"]
    assert {row["text"] for row in drawn_rows(chart)} == {"50%"}
