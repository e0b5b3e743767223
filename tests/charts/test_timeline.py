import json

import pandas as pd
import pytest

from deterrence.charts.labels import LINES
from deterrence.charts.svg import COLOURS, contrast
from deterrence.charts.timeline import FOOT, LETTERS, plot_events, plot_series
from tests.charts.pictures import HOSTILE


def rows(*given):
    plain = {
        "kind": "event", "start": "2024-01-01", "end": "2024-01-01", "precision": "day", "actor": "Alpha",
        "target": "", "name": "something", "value": "", "unit": "", "other": "", "source": "book", "note": "",
        "low": 1.0, "high": 1.0, "date_start": "", "date_end": "",
    }  # fmt: skip
    table = pd.DataFrame([{**plain, "row": k + 2, **each} for k, each in enumerate(given)])
    return table.astype({"start": "datetime64[ns]", "end": "datetime64[ns]"})


MARKS = pd.DataFrame(
    {"start": pd.to_datetime(["2024-01-05", "2023-01-05"]), "title": ["the later mark", "the first mark"]}
)


def y_domain(spec):
    return spec["layer"][0]["encoding"]["y"]["scale"]["domain"]


def test_events_stand_in_the_order_of_their_dates_with_a_free_row_at_the_foot_for_every_mark():
    spec = plot_events(rows({"start": "2024-03-01", "end": "2024-03-31"}, {}), MARKS).to_dict()
    assert y_domain(spec) == [3, 2, FOOT, FOOT - 1]


def test_events_without_a_date_or_too_early_are_left_out():
    table = rows({}, {"start": None, "end": None}, {"start": "2020-01-01", "end": "2020-01-01"})
    assert y_domain(plot_events(table, since="2023-06-01").to_dict()) == [2, FOOT]


def test_a_month_is_a_bar_as_long_as_the_month():
    spec = plot_events(rows({"start": "2024-02-01", "end": "2024-02-29", "precision": "month"})).to_dict()
    (row,) = next(data for data in spec["datasets"].values())
    assert (row["start"][:10], row["last"][:10], row["when"]) == ("2024-02-01", "2024-03-01", "February 2024")


def test_marks_before_the_first_day_shown_are_left_out():
    spec = json.dumps(plot_events(rows({}), MARKS, since="2023-06-01").to_dict())
    assert "the later mark" in spec and "the first mark" not in spec


def test_what_another_source_says_is_in_the_label():
    table = rows({"value": "180", "unit": "missiles", "other": "essay: around 200"})
    assert "180 missiles or essay: around 200" in json.dumps(plot_events(table).to_dict())


@pytest.mark.parametrize("name", HOSTILE[:6])
def test_hostile_names_are_literals_of_the_label_expression(name):
    spec = plot_events(rows({"name": name, "actor": name, "value": name, "unit": name})).to_dict()
    expression = spec["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    table, _, rest = expression.rpartition("[datum.value]")
    labels = json.loads(table)
    assert rest == "" and set(labels) == {"2", str(FOOT)}
    assert len(labels["2"]) <= LINES and all(len(line) <= LETTERS for line in labels["2"])


def test_a_long_label_is_broken_and_not_cut_and_its_rows_are_higher():
    name = "a long account of what happened on that day, as the source has it, in many more words than fit a line"
    spec = plot_events(rows({"name": name}, {})).to_dict()
    labels = json.loads(spec["layer"][0]["encoding"]["y"]["axis"]["labelExpr"].rpartition("[datum.value]")[0])
    assert " ".join(labels["2"]) == f"Alpha: {name}" and len(labels["3"]) == 1
    assert spec["height"]["step"] > plot_events(rows({})).to_dict()["height"]["step"]


def test_words_of_a_later_mark_run_on_beneath_the_line_of_an_earlier_one():
    spec = plot_events(rows({}), MARKS).to_dict()
    (rule,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rule"]
    drawn = spec["datasets"][rule["data"]["name"]]
    assert rule["encoding"]["y2"]["field"] == "foot" and [row["foot"] for row in drawn] == [FOOT, FOOT - 1]
    assert [row["title"] for row in drawn] == ["the first mark", "the later mark"]


def test_series_of_different_units_share_no_chart():
    table = rows(
        {"name": "depth", "unit": "km", "low": 3.0, "high": 4.0, "value": "3-4"},
        {"name": "depth", "unit": "km (mean)", "actor": "Beta"},
        {"name": "depth", "unit": "miles"},
        {"name": "depth", "unit": "words", "low": float("nan")},
    )
    assert list(plot_series(table)) == ["depth, km", "depth, miles"]


def test_of_two_entries_at_one_time_the_higher_has_its_words_above():
    table = rows(
        {"name": "d", "unit": "km", "low": 27.0, "high": 27.0},
        {"name": "d", "unit": "km", "actor": "Beta", "low": 28.0, "high": 28.0},
    )
    spec = plot_series(table)["d, km"].to_dict()
    (data,) = spec["datasets"].values()
    assert {row["actor"]: row["above"] for row in data} == {"Alpha": False, "Beta": True}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_of_a_chart_can_be_read_on_its_ground(theme):
    spec = plot_events(rows({}), MARKS, theme=theme).to_dict()
    ground = COLOURS["paper"][theme == "dark"]
    colours = [layer["mark"]["color"] for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    assert colours and all(contrast(colour, ground) >= 4.5 for colour in colours)
