"""Messages: four parts, one line, and short whatever a file calls its things."""

from __future__ import annotations

import pickle

import pytest

from deterrence.errors import DeterrenceError, GameError, ModelError, OptionError, SolverError, shorten, show, suggest


def test_a_message_has_four_parts_and_ends_like_a_sentence() -> None:
    error = ModelError("file.toml, title", "saw 5", "text", "put it in quotes")
    assert str(error) == "file.toml, title: saw 5; allowed is text; put it in quotes."
    assert (error.where, error.saw, error.allowed, error.remedy) == (
        "file.toml, title", "saw 5", "text", "put it in quotes",
    )  # fmt: skip
    assert str(ModelError("here", "saw x")) == "here: saw x."
    assert str(ModelError("here", "saw x", "", "did you mean 'y'?")) == "here: saw x; did you mean 'y'?"


def test_a_message_is_one_printable_line() -> None:
    hostile = "a\nb\r\x1b[31m\x00\x85\u2028\u202e\ud800\x9bé県"
    assert str(ModelError(hostile, "saw it")) == "a b  [31m      é県: saw it."


@pytest.mark.parametrize("kind", [ModelError, OptionError, GameError, SolverError])
def test_every_error_is_a_deterrence_error_and_survives_pickling(kind: type[DeterrenceError]) -> None:
    again = pickle.loads(pickle.dumps(kind("where", "saw", "allowed", "remedy")))
    assert isinstance(again, DeterrenceError) and type(again) is kind
    assert str(again) == "where: saw; allowed is allowed; remedy."


@pytest.mark.parametrize(
    ("name", "known", "words"),
    [
        ("hotlin", ["hotline", "forum"], "did you mean 'hotline'?"),
        ("nort", ["north", "fort"], "did you mean 'north' or 'fort'?"),
        ("zzz", ["b", "a"], "known are: a, b"),
        ("zzz", [], "none is defined"),
        ("zzz", list("abcdefghijklmno"), "known are: a, b, c, d, e, f, g, h, i, j, k, l and 3 more"),
    ],
)  # fmt: skip
def test_suggestions_name_near_or_known_names(name: str, known: list[str], words: str) -> None:
    assert suggest(name, known) == words


def test_suggestions_stay_short_for_long_names() -> None:
    long = [letter * 120 for letter in "abcdefghijklmnop"]
    assert len(suggest("zzz", long)) < 200 and suggest("zzz", long).endswith("more")
    assert len(suggest("a" * 119, long)) < 200 and suggest("a" * 119, long).startswith("did you mean 'aaa")


def test_long_text_is_cut_with_dots() -> None:
    assert shorten("x" * 60) == "x" * 60
    assert shorten("x" * 61) == "x" * 57 + "..."
    assert shorten("abcdef", 5) == "ab..."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("two\nlines", r"'two\nlines'"),
        (True, "true"),
        (7, "7"),
        (0.5, "0.5"),
        (float("nan"), "nan"),
        (10**5000, "a number of more than 60 digits"),
        (-(10**5000), "a number of more than 60 digits"),
        (10**59, "1" + "0" * 59),
        (None, "nothing"),
        ([1], "a list"),
        ((1,), "a list"),
        ({"a": 1}, "a table"),
        (1j, "a complex"),
        ("y" * 100, "'" + "y" * 56 + "..."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_are_shown_as_a_reader_knows_them(value: object, shown: str) -> None:
    assert show(value) == shown
