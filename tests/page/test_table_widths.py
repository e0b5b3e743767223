import pandas as pd

from deterrence.page.table_widths import AROUND, LINE, empty_columns, fit_columns


def test_a_table_that_fits_stays_as_it_is():
    assert fit_columns(pd.DataFrame({"a": ["one"], "b": [2.0]}), {}, 400) == ({}, None)


def test_a_long_text_is_broken_so_that_the_columns_after_it_are_in_sight():
    table = pd.DataFrame({"what": ["word " * 40], "figure": ["12"]})
    found = fit_columns(table, {"figure": "figure of the source"}, 600)
    assert sum(found.columns.values()) <= 600 and found.row is not None and found.row > 2 * LINE
    assert found.columns["figure"] >= 20 * 7 + AROUND


def test_what_fits_in_no_way_takes_its_words_and_headings_and_no_more():
    table = pd.DataFrame({f"column number {k}": ["word " * 60] for k in range(20)})
    found = fit_columns(table, {}, 300)
    assert set(found.columns) == set(table.columns) and len(set(found.columns.values())) <= 2


def test_a_column_in_which_nothing_stands_is_found():
    assert empty_columns(pd.DataFrame({"a": ["", ""], "b": ["", "x"], "c": [0.0, 0.0]})) == ["a"]
    assert empty_columns(pd.DataFrame({"a": []})) == []
