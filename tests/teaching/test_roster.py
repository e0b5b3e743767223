"""Rosters: a random code for every name, kept from one run to the next, and safe in a spreadsheet."""

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.roster import Entry, make_roster, read_names, read_roster, write_roster
from deterrence.teaching.variants import read_code


def test_codes_are_valid_different_and_cannot_be_repeated():
    names = [f"student {k}" for k in range(300)]
    first, second = make_roster(names), make_roster(names)
    assert len({entry.code for entry in first}) == 300
    assert all(read_code(entry.code) == entry.code for entry in first)
    assert not {entry.code for entry in first} & {entry.code for entry in second}


def test_a_roster_comes_back_and_keeps_its_codes(tmp_path):
    entries = make_roster(["ann", "=bob", "Zoë, Q.", "+1", "'quoted"], rng=0)
    path = write_roster(entries, tmp_path / "roster.csv")
    assert read_roster(path) == entries
    assert "'=bob" in path.read_text(encoding="utf-8")
    longer = make_roster(["ann", "new"], known=read_roster(path))
    assert longer[:5] == entries and longer[5].name == "new"


@pytest.mark.parametrize(
    ("text", "names"), [("ann\nbob\n", ["ann", "bob"]), ("Name,group\nann,1\n\nbob,2\n", ["ann", "bob"])]
)
def test_names_are_read_from_lines_or_a_first_column(tmp_path, text, names):
    (tmp_path / "names.csv").write_text(text, encoding="utf-8")
    assert read_names(tmp_path / "names.csv") == names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,number\nann,1\n", "no columns name and code"),
        ("name,code\nann,me\n", "code"),
        ("name,code\nann,ABCD2345\nann,ABCD2346\n", "'ann' stands twice"),
        ("name,code\nann,ABCD2345\nbob,ABCD2345\n", "'ABCD2345' stands twice"),
        ("", "no columns name and code"),
        ("code,name\nABCD2345\n", "row 1: it has no name"),
        ("name,code\nann,ABCD2345\nbob\n", "row 2: code"),
        ("name,name,code\nann,bob,ABCD2345\n", "a column stands twice"),
    ],
)
def test_a_faulty_roster_is_refused_with_a_reason(tmp_path, text, said):
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError, match=said):
        read_roster(tmp_path / "roster.csv")


def test_a_spreadsheet_that_writes_semicolons_is_read(tmp_path):
    (tmp_path / "names.csv").write_text("name;id\nAnn, the first;3\n", encoding="utf-8")
    assert read_names(tmp_path / "names.csv") == ["Ann, the first"]


def test_receipts_are_read(tmp_path):
    (tmp_path / "r.csv").write_text("name,code,receipt\nann,abcd-2345,A1B2C3D4E5\n", encoding="utf-8")
    assert read_roster(tmp_path / "r.csv") == (Entry("ann", "ABCD2345", "a1b2c3d4e5"),)


def test_receipts_and_columns_of_ones_own_are_written_back(tmp_path):
    (tmp_path / "r.csv").write_text("mail,name,code,receipt\na@x,ann,ABCD2345,a1b2c3d4e5\n", encoding="utf-8")
    known = read_roster(tmp_path / "r.csv")
    write_roster(make_roster(["bob"], known=known, rng=0), tmp_path / "r.csv")
    again = read_roster(tmp_path / "r.csv")
    assert again[0] == known[0] == Entry("ann", "ABCD2345", "a1b2c3d4e5", (("mail", "a@x"),))
    assert again[1].name == "bob" and again[1].others == (("mail", ""),)


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(ExerciseError, match="stands twice"):
        make_roster(["ann", "ann"])
