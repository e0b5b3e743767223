"""Canonical bytes, seals, and JSON that nobody vouches for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deterrence.errors import ExerciseError
from deterrence.teaching.canonical import MAX_BYTES, MAX_DEPTH, canonical, is_sealed, parse_json, read_bytes, sealed

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), plain, max_size=4))
def test_what_is_written_is_read_back_and_written_the_same(content):
    try:
        written = canonical(sealed(content))
    except UnicodeEncodeError:
        return
    read = parse_json(written, "file")
    assert is_sealed(read) and canonical(read) == written


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(content):
    try:
        assert isinstance(parse_json(content, "file"), dict)
    except ExerciseError as error:
        assert str(error).startswith("file: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b" " * (MAX_BYTES + 1), "256,001 bytes"),
        (b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1), "nested too deeply"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": NaN}', "no number"),
        (b'{"a": Infinity}', "no number"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b'{"a": "\\ud800"}', "not JSON that can be read"),
        (b"[]", "no JSON object"),
        (b"\xff", "not JSON that can be read"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON that can be read"),
    ],
)
def test_hostile_json_is_refused_with_a_reason(content, said):
    with pytest.raises(ExerciseError, match=said):
        parse_json(content, "file")


def test_brackets_in_texts_are_no_nesting():
    assert parse_json(canonical({"a": "[" * 500 + '"{'}), "file") == {"a": "[" * 500 + '"{'}


def test_a_seal_shows_any_change():
    record = sealed({"a": 1, "b": [1, 2]})
    assert is_sealed(record)
    assert not is_sealed({**record, "a": 2}) and not is_sealed({**record, "c": 0}) and not is_sealed({"a": 1})


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(ExerciseError, match="no such file"):
        read_bytes(tmp_path)
    (tmp_path / "big").write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(ExerciseError, match="256,001 bytes"):
        read_bytes(tmp_path / "big")
