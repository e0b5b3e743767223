"""Readers' CSV files: what each line holds, and one sentence for what is wrong."""

import pytest

from deterrence.errors import EvidenceError, ModelError
from deterrence.world.csv_rows import read_records, read_rows


def records(path, **changed):
    given = {"needed": ["a"], "where": "'x.csv'", "fault": EvidenceError, "max_bytes": 100, "max_rows": 3}
    return read_records(path, **{**given, **changed})


@pytest.mark.parametrize("content", ['a,b\n1, x \n\n2,"y\nz"\n', '\ufeffa;b\r\n1; x \r\n\r\n2;"y\nz"\r\n'])
def test_records_keep_the_lines_on_which_they_end(tmp_path, content):
    (tmp_path / "x.csv").write_bytes(content.encode())
    columns, found = records(tmp_path / "x.csv")
    assert columns == ["a", "b"]
    assert found == [(2, {"a": "1", "b": "x"}), (5, {"a": "2", "b": "y\nz"})]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty; allowed is a first line with the column a."),
        (b"b\n1\n", "the column 'a' is missing; allowed is a first line with the column a."),
        (b"a,a\n1,2\n", "a column stands twice"),
        (b"a,b\n1\n", "line 2: saw too few or too many columns; allowed is 2, as in the first line."),
        (b"a\n" + b"1\n" * 4, "saw more than"),
        (b"a" * 101, "saw 101 bytes; allowed is at most 100."),
        (b"a\n\xff\n", "it is not UTF-8 text"),
        (b'a\n"1\n', "it is no table of comma-separated values"),
    ],
)
def test_each_fault_has_its_own_sentence_and_the_callers_class(tmp_path, content, said):
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(EvidenceError) as refused:
        records(tmp_path / "x.csv")
    assert str(refused.value).startswith("'x.csv'") and said in str(refused.value)


def test_a_file_that_is_not_there_is_not_called_large(tmp_path):
    with pytest.raises(ModelError, match="there is no such file"):
        read_rows(tmp_path / "none.csv", where="'none.csv'", fault=ModelError, max_bytes=1)
