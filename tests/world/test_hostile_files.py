"""Model files that are wrong by mistake or by intent: one sentence with file and key, and nothing else ever happens."""

from __future__ import annotations

import os
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deterrence.errors import ModelError
from deterrence.world.files import available, load, read
from deterrence.world.model import Model
from tests.world.worlds import EVERYTHING, FILE, check_message, refused, spoil

NO_TOML = {
    "empty": "",
    "blank": " \n\t\n",
    "nul": "\0",
    "binary": bytes(range(256)).decode("latin-1"),
    "json": '{"schema": "deterrence-model/1"}',
    "yaml": "schema: deterrence-model/1\n",
    "html": "<!doctype html><script>alert(1)</script>",
    "python": "import os\nos.system('id')\n",
    "open string": 'schema = "deterrence-model/1',
    "open prose": 'schema = """deterrence-model/1',
    "open list": "schema = [",
    "twice": 'schema = "a"\nschema = "b"\n',
    "table twice": "[a]\n[a]\n",
    "only a mark": "\ufeff",
    "two marks": "\ufeff\ufeff" + EVERYTHING,
    "mark inside": EVERYTHING.replace("title", "\ufefftitle", 1),
    "wide": "\x00".join(EVERYTHING),
    "lone returns": EVERYTHING.replace("\n", "\r"),
    "surrogate escape": 'schema = "\\uD800"',
    "large escape": 'schema = "\\UFFFFFFFF"',
    "bad escape": 'schema = "\\x41"',
    "bad date": "schema = 2024-13-45",
    "4,301 digits": "schema = " + "9" * 4301,
    "a million digits": "schema = " + "9" * 900_000,
    "lone surrogate": 'schema = "\ud800"',
}


@pytest.mark.parametrize("text", NO_TOML.values(), ids=NO_TOML)
def test_what_is_no_model_file_is_refused(text: str) -> None:
    refused(text)


def test_big_files_are_refused(tmp_path: Path) -> None:
    big = tmp_path / FILE
    big.write_bytes(b"# ten million characters\n" * 400_000)
    with pytest.raises(ModelError) as caught:
        load(big)
    check_message(caught.value, "it has 10,000,000 bytes; allowed is at most 1,000,000")
    refused("#" * 1_000_001, "it has 1,000,001 characters")
    with pytest.raises(ModelError, match="at most 1,000,000"):
        load(write(tmp_path, "é" * 900_000))


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / FILE
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)),
        EVERYTHING.encode("utf-16"),
        b"\xed\xa0\x80",
        random.Random(7).randbytes(2000),
    ],
    ids=["empty", "utf-16 mark", "picture", "all bytes", "utf-16", "surrogate", "noise"],
)
def test_binary_files_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ModelError) as caught:
        load(write(tmp_path, content))
    check_message(caught.value)


def test_a_folder_without_a_model_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "model.toml").mkdir()
    for path in (tmp_path / FILE, tmp_path / "link"):
        with pytest.raises(ModelError, match="there is no such"):
            load(path)


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to(tmp_path / "b.toml")
    (tmp_path / "b.toml").symlink_to(tmp_path / "a.toml")
    (tmp_path / "self.toml").symlink_to(tmp_path / "self.toml")
    (tmp_path / "dangling.toml").symlink_to(tmp_path / "nothing")
    for name in ("a.toml", "self.toml", "dangling.toml"):
        with pytest.raises(ModelError, match="there is no such file"):
            load(tmp_path / name)


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.toml").symlink_to(write(tmp_path, EVERYTHING))
    assert load(tmp_path / "link.toml").id == "link"


def test_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "folder" / "model.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    (tmp_path / "random.toml").symlink_to("/dev/urandom")
    for path in (
        tmp_path / FILE,
        tmp_path / "folder",
        tmp_path / "zero.toml",
        tmp_path / "random.toml",
        "/dev/zero",
        "/dev/stdin",
    ):
        with pytest.raises(ModelError, match="there is no such"):
            load(path)


def test_a_file_whose_size_is_unknown_is_read_only_so_far() -> None:
    # The kernel's files say that they are empty and are not.
    with pytest.raises(ModelError, match="it is not TOML"):
        load("/proc/cpuinfo")


FAULTS = tomllib.loads((Path(__file__).parents[1] / "golden" / "model_file_faults.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_file_and_key(fault: dict[str, Any]) -> None:
    refused(spoil(fault["old"], fault["new"]), *fault["words"])


LONG = {
    "id": ('id = "north"', f'id = "{"n" * 10_000}"', "id: saw 'nnnn", "at most 80 characters"),
    "digits": ("high = 5", "high = " + "9" * 4000, "parameter 'stake', high: saw"),
    "hexadecimal": (
        "high = 5",
        "high = 0x" + "F" * 100_000,
        "parameter 'stake', high: saw a number of more than 60 digits",
    ),
    "year": ("year = 2024", "year = 0x" + "F" * 9000, "sources, essay, year: saw a number of more than 60 digits"),
    "basis": ('basis = "essay"', f'basis = "{"e" * 10_000}"', "basis: saw 'eeee", "at most 300 characters"),
    "prose": (
        'about = "quiet"',
        f'about = "{"q" * 10_001}"',
        "channel 'north_port', about",
        "at most 10000 characters",
    ),
    "formula": ("punishment = 1", f'punishment = "{"(" * 20_000}"', "punishment: saw a formula of 20000 characters"),
    "label": ('[["restrain"', f'[["{"r" * 5000}"', "labels, actions[0][0]: saw 'rrr"),
    "label of digits": ('[["restrain"', f"[[{'9' * 4000}", "labels, actions[0][0]: saw a number of more than"),
}


@pytest.mark.parametrize("fault", LONG.values(), ids=LONG)
def test_a_long_fault_is_cut_short(fault: tuple[str, ...]) -> None:
    refused(spoil(*fault[:2]), *fault[2:])


def test_thousands_of_formulas_are_refused() -> None:
    many = ",".join(["1"] * 25_000)
    refused(spoil("sucker = 0", f"sucker = [{many}]"), "games: saw 25,0", "at most 20,000")


def test_thousands_of_records_are_refused() -> None:
    many = "".join(f'[[actors]]\nid = "a{index}"\nname = ""\nrole = "monitor"\n' for index in range(501))
    refused(EVERYTHING + many, "actors: saw a list", "at most 500 entries")


def test_thousands_of_faults_are_counted_in_one_line() -> None:
    refused(EVERYTHING + "[[ties]]\n" * 1900, "tie 2, id: the key is missing", "more faults follow")


def test_a_network_too_dense_for_exact_numbers_is_refused() -> None:
    more = "".join(
        f'[[channels]]\nid = "c{index}"\nends = ["north", "south"]\nkind = "hotline"\nreliability = 0.5\n'
        for index in range(450)
    )
    refused(EVERYTHING + more, "option 'hotline', change 2, amount, reach(north, south)", "more than 400 routes")


MARKS = [
    "[[",
    "]]",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "'",
    '"',
    "'''",
    '"""',
    "\\",
    "#",
    "\n",
    "\0",
    "\ufeff",
    " ",
    "\t",
]
WORDS = [
    "1",
    "-",
    "inf",
    "nan",
    "true",
    "e9",
    "2024-10-01",
    "values",
    "north",
    "stake",
    "line.open",
    "reach(",
    ")",
    "é",
    "id",
]
PIECES = st.sampled_from(MARKS + WORDS)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(EVERYTHING)), st.integers(0, 12), st.one_of(PIECES, st.text(max_size=3), st.just(""))
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=250, deadline=None)
@example([(0, len(EVERYTHING), "")])
def test_a_randomly_spoilt_file_is_a_model_or_a_one_line_error(edits: list[tuple[int, int, str]]) -> None:
    text = EVERYTHING
    for place, length, piece in edits:
        text = text[:place] + piece + text[place + length :]
    try:
        assert isinstance(read(text, file=FILE), Model)
    except ModelError as error:
        check_message(error)


@given(st.lists(st.integers(0, EVERYTHING.count("\n")), min_size=1, max_size=6), st.booleans())
@settings(max_examples=100, deadline=None)
def test_lines_lost_or_doubled_give_a_model_or_a_one_line_error(places: list[int], is_doubled: bool) -> None:
    lines = EVERYTHING.splitlines(keepends=True)
    for place in places:
        chosen = lines[place % len(lines)]
        lines[place % len(lines)] = chosen * 2 if is_doubled else ""
    try:
        assert isinstance(read("".join(lines), file=FILE), Model)
    except ModelError as error:
        check_message(error)


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_any_text_is_a_model_or_a_one_line_error(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "', "title = \u201c", "straight quotes"),
        ("period_days = 1", "period_days = 0,5", "as in 0.5"),
        ("period_days = 1", "period_days\u00a0= 1", "plain spaces"),
        ("period_days = 1", "period_days = one", "mend that line"),
    ],
)
def test_what_word_processors_make_of_a_file_gets_a_hint(old, new, said):
    text = available()["textbook/chicken"].read_text(encoding="utf-8")
    with pytest.raises(ModelError, match="it is not TOML") as error:
        read(text.replace(old, new, 1))
    assert said in error.value.remedy
