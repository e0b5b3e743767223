"""CSV that no spreadsheet runs."""

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.tables import MAX_BYTES, cell, csv_text, read_rows


@pytest.mark.parametrize("text", ["=1", "+1+1", "-1+1", "@x", "\t=1", " =1", "\r=1", "\n=cmd"])
def test_no_cell_begins_a_formula(text):
    assert cell(text)[:1] not in ("=", "-", "@") and not cell(text).startswith("+1+")


def test_numbers_stay_numbers():
    assert [cell(value) for value in (-0.5, "-0.5", "+3", 2, None, "")] == ["-0.5", "-0.5", "+3", "2", "", ""]


def test_a_table_comes_back(tmp_path):
    rows = [{"name": '=a, "b"', "value": 1.5}, {"name": "two\nlines", "value": None}]
    (tmp_path / "t.csv").write_text(csv_text(("name", "value"), rows), encoding="utf-8")
    assert read_rows(tmp_path / "t.csv") == [["name", "value"], ['=a, "b"', "1.5"], ["two lines", ""]]


def test_what_is_no_table_is_refused_for_its_own_reason(tmp_path):
    faulty = {"letters": b"\xff\xfe", "large": b"x" * (MAX_BYTES + 1), "quotes": b'"a\n'}
    for name, content in faulty.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    said = {"letters": "not UTF-8", "large": "saw 5,000,001 bytes; allowed is at most 5,000,000",
            "quotes": "no table", "none": "there is no such file"}  # fmt: skip
    for name, words in said.items():
        with pytest.raises(ExerciseError, match=words):
            read_rows(tmp_path / f"{name}.csv")
