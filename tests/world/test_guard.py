"""Texts that would keep a TOML parser busy are refused before it sees them; ordinary ones never are."""

from __future__ import annotations

import pytest

from deterrence.world.files import read
from deterrence.world.model import Model
from tests.world.worlds import EVERYTHING, refused, spoil

DEEP = {
    "lists": "a = " + "[" * 5000 + "]" * 5000,
    "lists on many lines": "a = " + "[\n" * 5000 + "]\n" * 5000,
    "lists with comments": "a = " + "[ # (\n" * 500 + "1" + "]\n" * 500,
    "lists without end": "a = " + "[" * 900_000,
    "inline tables": "a = " + "{a = " * 3000 + "1" + "}" * 3000,
    "lists in tables": "a = " + "[{a = " * 2000 + "1" + "}]" * 2000,
    "dotted keys": ".".join("a" * 4000) + " = 1",
    "dotted headers": "[" + ".".join("a" * 4000) + "]",
    "dotted lists of tables": "[[" + ".".join("a" * 4000) + "]]",
    "quoted dotted keys": ".".join(['"a b"', "'c.d'"] * 1000) + " = 1",
    "spaced dotted keys": " . ".join("a" * 2000) + " = 1",
    "dotted keys in a table": "a = { " + ".".join("b" * 2000) + " = 1 }",
    "many dotted keys": "\n".join(".".join("a" * 60) + f".b{index} = 1" for index in range(3000)),
    "behind a string": 'a = "]"\nb = ' + "[" * 30 + "]" * 30,
    "behind prose": 'a = """\n" ]]] \\""" """\nb = ' + "[" * 30,
    "thirteen levels": EVERYTHING.replace("sucker = 0", "sucker = " + "[" * 13 + "0" + "]" * 13),
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_nesting_is_refused_before_it_is_parsed(text: str) -> None:
    refused(text, "nested too deeply")


def test_a_dozen_levels_of_numbers_are_read() -> None:
    deep = spoil("sucker = 0", "sucker = " + "[" * 12 + "0" + "]" * 12)
    assert isinstance(read(deep), Model)


@pytest.mark.parametrize(
    "text",
    [
        '"\\' * 400_000,
        '"""' + '"\\\n' * 300_000,
        "'''" + "''x" * 300_000,
        "a-" * 400_000,
        "a. b " * 200_000,
        "[] " * 300_000,
        "." * 900_000,
    ],
    ids=["quotes", "prose", "literal prose", "one key", "sentences", "brackets", "dots"],
)
def test_text_that_never_ends_a_string_or_a_key_is_read_once(text: str) -> None:
    # Read again from every quote or letter, any of these would take hours.
    refused(text)


def test_what_strings_and_comments_say_is_no_nesting() -> None:
    prose = "[[[[[[[[[[[[[[[[[[[[ a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"
    for text in (f'about = "{prose} \\" {prose}"', f"about = '{prose}'", f'about = """{prose}\n"{prose}"" \\""" """'):
        assert prose in read(spoil('about = "quiet"', text)).channels["north_port"].about
    assert read(spoil("value = 2\n", f"value = 2 # {prose}\n")) == read(EVERYTHING)
