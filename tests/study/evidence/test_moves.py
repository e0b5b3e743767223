import pandas as pd
import pytest

import deterrence as dt
from deterrence.errors import EvidenceError
from deterrence.study.evidence.moves import COLUMNS, move_table, moves_file, read_moves
from deterrence.study.evidence.rows import read_rows
from tests.shipped import shipped

HEAD = [*COLUMNS, "rung.front"]


@pytest.fixture(scope="module")
def model():
    return shipped("textbook/ladder")


@pytest.fixture(scope="module")
def ladder(model):
    return dt.formulate(model, "escalation")


def row(**given):
    plain = {"move": "first", "date_start": "2001-02", "front": "front", "player": "west", "action": "hold",
             "coding": "clear", "rung.front": "1"}  # fmt: skip
    return {**dict.fromkeys(HEAD, ""), **plain, **given}


def written(folder, *rows):
    path = folder / "moves.csv"
    path.write_text("\n".join([",".join(HEAD), *(",".join(one[c] for c in HEAD) for one in rows)]) + "\n")
    return path


def test_moves_of_a_file_and_of_its_table_are_the_same(tmp_path, model, ladder):
    path = written(tmp_path, row(), row(move="second", date_start="2001-01-05", action="escalate", scenario="calm"))
    moves = read_moves(model, ladder, path)
    assert [(m.name, m.action, m.scenario, m.state) for m in moves] == [
        ("second", "escalate", "calm", 1), ("first", "hold", "", 1),
    ]  # fmt: skip
    assert read_moves(model, ladder, move_table(moves, ladder)) == moves
    assert read_moves(model, ladder, pd.read_csv(path)) == moves


def test_a_span_stands_where_its_middle_is(tmp_path, model, ladder):
    span = row(move="span", date_start="2001-01-01", date_end="2001-12-31")
    early, late = row(move="early", date_start="2001-06"), row(move="late", date_start="2001-08")
    names = [m.name for m in read_moves(model, ladder, written(tmp_path, late, span, early))]
    assert names == ["early", "span", "late"]


@pytest.mark.parametrize(
    ("given", "column", "part"),
    [
        ({"move": ""}, "move", "it is empty"),
        ({"date_start": "2001-13"}, "date_start", "YYYY"),
        ({"date_end": "2000"}, "date_end", "before 2001-02"),
        ({"front": "frnt"}, "front", "did you mean 'front'?"),
        ({"player": "wset"}, "player", "did you mean 'west'?"),
        ({"action": "wait"}, "action", "known are"),
        ({"action": "de-escalate", "rung.front": "0"}, "action", "not on offer at rung 0"),
        ({"coding": "sure"}, "coding", "known are"),
        ({"scenario": "clam"}, "scenario", "did you mean 'calm'?"),
        ({"rung.front": "3"}, "rung.front", "from 0 to 2"),
        ({"rung.front": "-1"}, "rung.front", "from 0 to 2"),
        ({"rung.front": "2"}, "rung.front", "no posture is picked"),
        ({"timeline": "x"}, "timeline", "numbers of dated lines"),
    ],
)
def test_a_cell_at_fault_is_named_by_line_and_column(tmp_path, model, ladder, given, column, part):
    with pytest.raises(EvidenceError) as caught:
        read_moves(model, ladder, written(tmp_path, row(move="fine"), row(**given)))
    assert f"line 3, {column}: " in str(caught.value) and part in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([row(), row(action="escalate")], "ambiguous on all"),
        ([row(coding="ambiguous"), row(coding="ambiguous", player="east")], "differ in front, player or date"),
        ([row(coding="ambiguous"), row(coding="ambiguous")], "are the same"),
    ],
)
def test_readings_of_one_move_are_marked_and_differ(tmp_path, model, ladder, rows, part):
    with pytest.raises(EvidenceError, match=part):
        read_moves(model, ladder, written(tmp_path, *rows))


def test_lines_of_the_timeline_must_exist_and_fit_in_time():
    model = shipped("levant_2024")
    ladder = dt.formulate(model, "region")
    table = pd.read_csv(moves_file(model), dtype=str, keep_default_na=False)
    for line, part in (("1", "numbers of dated lines"), ("28", "at another time")):
        changed = table.copy()
        changed.loc[0, "timeline"] = line
        with pytest.raises(EvidenceError, match=part):
            read_moves(model, ladder, changed)


def test_a_file_that_is_no_table_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "data.csv"
    for content, part in (
        (b"a,b\n1\n", "line 2: saw too few"),
        (b"a,a\n1,2\n", "twice"),
        (b"a,b\n", "no row"),
        (b"b\n1\n", "the column 'a' is missing; allowed is a first line with the column a"),
        (b"", "it is empty; allowed is a first line with the column a"),
        (b"a\n\xff\n", "not UTF-8"),
        (b'a\n"1\n', "no table"),
    ):
        path.write_bytes(content)
        with pytest.raises(EvidenceError, match=part):
            read_rows(path, ["a"])
    with pytest.raises(EvidenceError, match="no such file"):
        read_rows(tmp_path / "other.csv", ["a"])


def test_a_case_without_moves_says_so(model, ladder):
    with pytest.raises(EvidenceError, match=r"no moves\.csv"):
        read_moves(model, ladder)
