import pandas as pd
import pytest

from deterrence.page.timeline import (
    HARM,
    KIND_WORDS,
    actors,
    entry_table,
    event_sentence,
    has_timeline,
    panel_rows,
    reading_table,
    select,
    series_sentence,
    since,
    timeline,
)
from deterrence.study.timeline import KINDS, read_timeline, scenario_dates
from tests.shipped import shipped

MODEL = shipped("levant_2024")
TABLE = timeline(MODEL)


def test_a_case_without_a_timeline_is_known():
    assert has_timeline(MODEL) and not has_timeline(shipped("textbook/chicken"))


def test_sources_stand_with_their_titles_and_nothing_else_is_changed():
    raw = read_timeline(MODEL)
    pd.testing.assert_frame_equal(TABLE.drop(columns="source"), raw.drop(columns="source"))
    assert not set(TABLE["source"]) & set(MODEL.sources)
    assert all(MODEL.sources["csis"].title in cell for cell in TABLE["source"][raw["source"].str.contains("csis")])


def test_every_kind_has_words():
    assert set(KIND_WORDS) == set(KINDS)


def test_filters_narrow_and_never_invent():
    assert len(select(TABLE)) == len(TABLE)
    assert set(select(TABLE, kind="event")["kind"]) == {"event"}
    for name in actors(TABLE):
        found = select(TABLE, actor=name)
        assert len(found) and found[["actor", "target"]].agg(";".join, axis=1).str.contains(name, regex=False).all()
    assert len(select(TABLE, words="no such words")) == 0
    assert len(select(TABLE, words="(")) < len(TABLE)


def test_every_entry_that_speaks_of_harm_is_in_the_table_of_harm():
    text = TABLE[["name", "value", "unit", "note"]].agg(" ".join, axis=1).str.lower()
    speaking = set(TABLE[[any(word in cell for word in HARM) for cell in text]]["row"])
    assert speaking and speaking <= set(select(TABLE, is_harm=True)["row"])


def test_both_values_stand_where_sources_disagree():
    table = reading_table(TABLE)
    (row,) = table[table["other source"] != ""].to_dict("records")
    assert row["figure"].startswith("180") and "200" in row["other source"] and row["when"] == "1 October 2024"


def test_the_few_columns_hold_all_that_the_many_do():
    told = entry_table(TABLE)
    for row, every in zip(told.to_dict("records"), reading_table(TABLE).to_dict("records"), strict=True):
        text = " ".join(row.values()).lower()
        assert all(cell.rstrip(".").lower() in text for cell in every.values())


def test_dates_are_written_as_people_write_them():
    when = reading_table(TABLE)["when"]
    assert {"1985", "October 2022", "17 September 2024 to 18 September 2024", "no date"} <= set(when)


@pytest.mark.parametrize(("years", "day"), [(0, ""), (1, "2023-10-01"), (2, "2022-10-01")])
def test_a_stretch_ends_at_the_last_date(years, day):
    assert since(TABLE, years) == day


def test_sentences_name_sources_and_figures_and_predict_nothing():
    said = event_sentence(select(TABLE, kind="event"), scenario_dates(MODEL))
    assert "28 dated events" in said and "no model computes any" in said and "4 October 2024" in said
    rows = panel_rows(TABLE, "mean strike depth from Blue Line, km")
    told = series_sentence("Depth", rows)
    assert "Israel 4 (7 October 2023), then 6" in told and "Hezbollah 3" in told and " will " not in said + told
