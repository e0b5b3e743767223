import pandas as pd
import pytest

import deterrence as dt
from deterrence.study.timeline import COLUMNS, MAX_BYTES, read_timeline, scenario_dates, timeline_sentences
from tests.shipped import shipped

HEAD = ",".join(COLUMNS)


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def table(model):
    return read_timeline(model)


def written(folder, *rows, head=HEAD):
    path = folder / "timeline.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def row(**given):
    plain = {"kind": "event", "date_start": "2024-01-02", "actor": "A", "name": "something", "source": "book"}
    return ",".join({**dict.fromkeys(COLUMNS, ""), **plain, **given}.values())


def test_every_row_of_the_case_is_read(table):
    assert table["kind"].value_counts().to_dict() == {
        "event": 28, "parameter": 21, "actor": 20, "series": 13, "channel": 7,
    }  # fmt: skip
    assert (table["start"].notna() == (table["date_start"] != "")).all()
    assert (table["end"] >= table["start"])[table["start"].notna()].all()


def test_values_of_both_sources_are_kept(table):
    (missiles,) = table[table["refs"] == "E15"].to_dict("records")
    assert (missiles["low"], missiles["high"], missiles["other"]) == (180, 200, "essay: around 200")
    said = " ".join(timeline_sentences(table))
    assert "180 (csis) against essay: around 200" in said and "150,000 (csis) and 200,000 (csis)" in said


def test_figures_are_read_and_words_are_no_figures(tmp_path):
    values = {"180": (180, 180), "150-250": (150, 250), "~20": (20, 20), "4.5x": (4.5, 4.5), "2%": (2, 2)}
    for text, (low, high) in values.items():
        (found,) = read_timeline(written(tmp_path, row(value=text))).to_dict("records")
        assert (found["low"], found["high"], found["value"]) == (low, high, text)
    for text in ("thousands", "Qadr-1", "", "1e400", "nan"):
        assert pd.isna(read_timeline(written(tmp_path, row(value=text)))["low"]).all()


@pytest.mark.parametrize(
    ("text", "last", "precision"),
    [("2024-02-03", "2024-02-03", "day"), ("2024-02", "2024-02-29", "month"), ("2023-12", "2023-12-31", "month"),
     ("2006", "2006-12-31", "year")],
)  # fmt: skip
def test_a_date_means_all_the_days_that_it_may(tmp_path, text, last, precision):
    (found,) = read_timeline(written(tmp_path, row(date_start=text))).to_dict("records")
    assert (found["end"].date().isoformat(), found["precision"]) == (last, precision)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "rumour"}, "line 2: saw the kind 'rumour'; allowed is event, series"),
        ({"date_start": "2024-13"}, "line 2, date_start: saw '2024-13'"),
        ({"date_start": "2024-02-30"}, "YYYY-MM-DD"),
        ({"date_start": "9999"}, "saw '9999'"),
        ({"date_end": "2023"}, "line 2, date_end: saw 2023, before 2024-01-02"),
        ({"date_start": "", "date_end": "2023"}, "date_start: it is empty"),
        ({"name": ""}, "the name is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, given, words):
    with pytest.raises(dt.ModelError) as caught:
        read_timeline(written(tmp_path, row(**given)))
    assert words in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"kind,name\nevent,x\n", "the column 'date_start' is missing"),
        (b"", "it is empty; allowed is a first line with the columns kind, "),
        (b"\xff\xfe\x00", "not UTF-8"),
        (HEAD.encode() + b"\nevent,2024\n", "too few or too many columns"),
        (HEAD.encode() + b"\n" + b"," * 20 + b"\n", "too few or too many columns"),
        (HEAD.encode() + b'\n"event"x,2024\n', "no table"),
        (b"x" * (MAX_BYTES + 1), "at most"),
    ],
    ids=["columns", "empty", "bytes", "short", "long", "quotes", "huge"],
)
def test_a_broken_file_is_refused_in_one_sentence(tmp_path, content, words):
    path = tmp_path / "timeline.csv"
    path.write_bytes(content)
    with pytest.raises(dt.ModelError, match=words) as caught:
        read_timeline(path)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300


def test_a_case_without_a_timeline_is_refused():
    with pytest.raises(dt.ModelError, match="no such file"):
        read_timeline(shipped("textbook/chicken"))


def test_scenarios_start_at_the_dates_that_their_titles_name(model):
    found = scenario_dates(model)
    assert found["start"].dt.date.astype(str).tolist() == ["2006-01-01", "2023-10-01", "2024-04-01", "2024-10-04"]
    assert found["scenarios"].sum() == 5 and found["title"].tolist()[-1] == "4 October 2024"


def test_the_words_count_what_the_table_holds(model, table):
    said = timeline_sentences(table, scenario_dates(model))
    assert said[0].startswith(f"The timeline has {len(table)} entries: 28 events")
    assert said[1] == "Dates run from 1985 to 4 October 2024."
    assert any(sentence.startswith("Vertical lines mark") for sentence in said)


def test_a_timeline_without_rows_is_an_empty_table(tmp_path):
    table = read_timeline(written(tmp_path))
    assert len(table) == 0 and "row" in table.columns
    assert timeline_sentences(table)[0] == "The timeline has 0 entries."
