"""Model files that are wrong by mistake or by intent: one sentence with file and key, and nothing else ever happens."""

from __future__ import annotations

import copy
import datetime
import itertools
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deterrence.errors import ModelError
from deterrence.world.files import build, load, read
from deterrence.world.model import Model
from tests.world.worlds import EVERYTHING

FILE = "case.toml"
DATA = tomllib.loads(EVERYTHING)


def check_message(error: ModelError, *words: str) -> None:
    message = str(error)
    assert message.startswith(FILE), message
    assert message.isprintable() and len(message) < 400, message
    assert message.count(": ") >= 1 and message[-1] in ".?", message
    for word in words:
        assert word in message, message


def refused(text: str, *words: str) -> None:
    """Assert that a text is refused in one line that names the file and these words."""
    with pytest.raises(ModelError) as caught:
        read(text, file=FILE)
    check_message(caught.value, *words)


def spoil(old: str, new: str) -> str:
    assert old in EVERYTHING
    return EVERYTHING.replace(old, new, 1)


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
        os.urandom(2000),
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


def test_a_file_in_memory_is_read_only_so_far(tmp_path: Path) -> None:
    # The kernel's files say that they are empty and are not.
    with pytest.raises(ModelError):
        load("/proc/self/environ")
    with pytest.raises(ModelError):
        load("/proc/self/maps")


FAULTS: dict[str, tuple[str, str, list[str]]] = {
    "other schema": ('"deterrence-model/1"', '"deterrence-model/2"', ["schema: saw 'deterrence-model/2'", '"deterrence-model/1"']),
    "schema of a list": ('"deterrence-model/1"', "[1]", ["schema: saw a list"]),
    "no schema": ('schema = "deterrence-model/1"', "", ["schema: the key is missing"]),
    "actor twice": ('id = "south"', 'id = "north"', ["actor 'north': the id stands twice"]),
    "parameter twice": ('id = "stake"', 'id = "line.open"', ["parameter 'line.open': the id stands twice"]),
    "channel twice": ('id = "watch"', 'id = "north_port"', ["channel 'north_port': the id stands twice"]),
    "tie twice": ('[[parameters]]', '[[ties]]\nid = "old_rivalry"\nkind = "patron"\nends = ["north", "south"]\n[[parameters]]', ["tie 'old_rivalry': the id stands twice"]),
    "option twice": ('id = "closure"', 'id = "hotline"', ["option 'hotline': the id stands twice"]),
    "game twice": ('id = "clash"', 'id = "border"', ["game 'border': the id stands twice"]),
    "scenario twice": ('id = "calm"', 'id = "tense"', ["scenario 'tense': the id stands twice"]),
    "upper-case id": ('id = "north"', 'id = "North"', ["actor 'North', id: saw 'North'", "a lower-case id such as us_iran"]),
    "id with a dot": ('id = "north"', 'id = "a.b"', ["a lower-case id such as us_iran"]),
    "id with an end of line": ('id = "north"', 'id = "north\\n"', ["id: saw"]),
    "empty id": ('id = "north"', 'id = ""', ["actor '', id: saw ''"]),
    "reserved id": ('id = "north"', 'id = "lambda"', ["saw 'lambda'; allowed is a word that formulas do not reserve"]),
    "reserved parameter": ('id = "stake"', 'id = "inf"', ["saw 'inf'; allowed is a word that formulas do not reserve"]),
    "id that no formula can read": ('id = "stake"', 'id = "stake.2nd"', ["a lower-case id such as israel.patience"]),
    "id of ten thousand": ('id = "north"', f'id = "{"n" * 10_000}"', ["id: saw 'nnnn", "at most 80 characters"]),
    "role": ('role = "mediator"', 'role = "judge"', ["actor 'port', role: saw 'judge'", "'strategic', 'mediator'"]),
    "position": ("position = [0.25, 1]", "position = [0.25, 1.5]", ["actor 'north', position[1]: saw 1.5"]),
    "three coordinates": ("position = [0.25, 1]", "position = [0.25, 1, 1]", ["position: saw a list"]),
    "reference": ('refs = ["A1", "A12"]', 'refs = ["A1", "twelve"]', ["actor 'north', refs[1]: saw 'twelve'; allowed is a letter and a number such as M28"]),
    "unknown end": ('ends = ["north", "port"]', 'ends = ["north", "prot"]', ["channel 'north_port', ends: there is no actor 'prot'; did you mean 'port'"]),
    "channel to nobody": ('ends = ["north", "port"]', 'ends = ["north", ""]', ["ends[1]: saw ''"]),
    "channel with one end": ('ends = ["north", "port"]', 'ends = ["north"]', ["channel 'north_port', ends"]),
    "channel to itself": ('ends = ["north", "port"]', 'ends = ["north", "north"]', ["ends: saw 'north' twice"]),
    "tie to itself": ('ends = ["north", "south"]\nparameters', 'ends = ["north", "north"]\nparameters', ["tie 'old_rivalry', ends: saw 'north' twice"]),
    "tie to nobody": ('ends = ["north", "south"]\nparameters', 'ends = ["north", "suoth"]\nparameters', ["there is no actor 'suoth'; did you mean 'south'"]),
    "tie parameter": ('parameters = ["north.patience"]', 'parameters = ["north.patients"]', ["tie 'old_rivalry', parameters: there is no parameter", "did you mean 'north.patience'"]),
    "kind": ('kind = "mediation"', 'kind = "telepathy"', ["channel 'port_south', kind: saw 'telepathy'"]),
    "reliability 1.2": ("reliability = 0.7", "reliability = 1.2", ["channel 'watch', reliability: saw 1.2 from '1.2'; allowed is 0 to 1"]),
    "reliability -0.1": ("reliability = 0.7", 'reliability = "line.open - 0.6"', ["channel 'watch', reliability: saw -0.1 from 'line.open - 0.6'"]),
    "reliability nan": ("reliability = 0.7", "reliability = nan", ["channel 'watch', reliability"]),
    "reliability from the network": ("reliability = 0.7", 'reliability = "reach(north, south)"', ["channel 'watch', reliability: saw reach(north, south); allowed is parameters and numbers"]),
    "reliability of itself": ("reliability = 0.7", 'reliability = "reliability(watch)"', ["network functions read channels"]),
    "reliability unknown": ("reliability = 0.7", 'reliability = "line.opne"', ["channel 'watch', reliability", "there is no parameter 'line.opne'; did you mean 'line.open'"]),
    "delay": ("delay = 1\n", "delay = -1\n", ["channel 'port_south', delay: saw -1"]),
    "bias": ("bias = -0.25", "bias = -1.25", ["channel 'north_port', bias: saw -1.25"]),
    "display": ('display = ["secrecy"]', 'display = ["colour"]', ["channel 'north_port', display[0]: saw 'colour'"]),
    "value outside": ("value = 0.9\n", "value = 0.99\n", ["parameter 'north.patience': saw the value 0.99 outside 0.8 to 0.97"]),
    "low above high": ("high = 0.97", "high = 0.7", ["parameter 'north.patience': saw low 0.8 above high 0.7"]),
    "patience of one": ("high = 0.97", "high = 1.0", ["parameter 'north.patience', high: saw 1; allowed is 0 <= value < 1"]),
    "probability": ("low = 0\nhigh = 1\nunit = \"prob", "low = -1\nhigh = 1\nunit = \"prob", ["parameter 'line.open', low: saw -1"]),
    "nan": ("value = 0.9\n", "value = nan\n", ["parameter 'north.patience', value: saw nan; allowed is a finite number"]),
    "inf": ("high = 5", "high = inf", ["parameter 'stake', high: saw inf; allowed is a finite number"]),
    "many digits": ("high = 5", "high = " + "9" * 4000, ["parameter 'stake', high: saw"]),
    "hexadecimal digits": ("high = 5", "high = 0x" + "F" * 100_000, ["parameter 'stake', high: saw a number of more than 60 digits"]),
    "year": ("year = 2024", "year = 0x" + "F" * 9000, ["sources, essay, year: saw a number of more than 60 digits"]),
    "no reason": ('reason = "in the middle"', "", ["parameter 'north.patience', reason: it is empty"]),
    "no quote": ('quote = "half of the time"', "", ["parameter 'line.open', quote: it is empty"]),
    "basis": ('basis = "essay"', 'basis = "esay"', ["parameter 'line.open', basis: there is no source 'esay'; did you mean 'essay'"]),
    "basis of ten thousand": ('basis = "essay"', f'basis = "{"e" * 10_000}"', ["basis: saw 'eeee", "at most 300 characters"]),
    "escape sequence": ('name = "South"', 'name = "\\u001b[31mred"', ["actor 'south', name: saw '\\x1b[31mred'; allowed is one line of text"]),
    "two lines": ('name = "South"', 'name = "So\\nuth"', ["actor 'south', name: saw 'So\\nuth'; allowed is one line of text"]),
    "nul in prose": ('about = "quiet"', 'about = "\\u0000"', ["channel 'north_port', about", "text without control characters"]),
    "endless prose": ('about = "quiet"', f'about = "{"q" * 10_001}"', ["channel 'north_port', about", "at most 10000 characters"]),
    "player unknown": ('players = ["north", "south"]\nabout', 'players = ["north", "sudo"]\nabout', ["game 'border', players: there is no actor 'sudo'"]),
    "player twice": ('players = ["north", "south"]\nabout', 'players = ["north", "north"]\nabout', ["game 'border', players: saw the same actor twice"]),
    "no player": ('players = ["north", "south"]\nabout', 'players = []\nabout', ["game 'border', players"]),
    "argument unknown": ('"5 + stake"', '"5 + steak"', ["game 'border', temptation", "there is no parameter 'steak'; did you mean 'stake'"]),
    "argument of a date": ("punishment = 1", "punishment = 2024-10-01", ["game 'border', punishment: saw a date"]),
    "argument of a table": ("punishment = 1", "punishment = { a = 1 }", ["game 'border', punishment: saw a table"]),
    "empty list": ("punishment = 1", "punishment = []", ["game 'border', punishment: saw an empty list"]),
    "empty list inside": ('[[1, "stake"], [2, 0]]', '[[1, "stake"], []]', ["game 'clash', payoffs[0][1]: saw an empty list"]),
    "truth": ("punishment = 1", "punishment = true", ["game 'border', punishment: saw true; allowed is a number or a formula in quotes"]),
    "not a number": ("punishment = 1", "punishment = nan", ["game 'border', punishment: saw the number nan; allowed is a finite number"]),
    "undefined": ("punishment = 1", 'punishment = "log(stake)"', ["game 'border', punishment: 'log(stake)' is not a number at the file's values"]),
    "code": ("punishment = 1", "punishment = \"__import__('os').system('id')\"", ["game 'border', punishment: saw \"'\" in"]),
    "dunder": ("punishment = 1", 'punishment = "().__class__"', ["game 'border', punishment: saw '.__class__' in"]),
    "power tower": ("punishment = 1", 'punishment = "9**9**9**9"', ["game 'border', punishment: saw another exponent"]),
    "brackets": ("punishment = 1", f'punishment = "{"(" * 10_000}{")" * 10_000}"', ["game 'border', punishment: saw a formula of 20000 characters"]),
    "look-alike": ("punishment = 1", 'punishment = "ѕtake"', ["game 'border', punishment: saw 'ѕ'"]),
    "network of strangers": ("reach(north, south, within=7)", "reach(north, suoth)", ["game 'border', false_alarm, reach(north, suoth): there is no actor 'suoth'"]),
    "network of one": ("reach(north, south, within=7)", "reach(north, north)", ["saw the same actor twice"]),
    "channel in a formula": ("reliability(watch)", "reliability(wach)", ["game 'border', detection, reliability(wach): there is no channel 'wach'; did you mean 'watch'"]),
    "label of a date": ('[["restrain", "attack"], ["re', '[[2024-10-01, "attack"], ["re', ["game 'clash', labels, actions[0][0]: saw a date"]),
    "label of a novel": ('[["restrain", "attack"], ["re', f'[["{"r" * 5000}", "attack"], ["re', ["labels, actions[0][0]: saw 'rrr"]),
    "label of many digits": ('[["restrain", "attack"], ["re', f'[[{"9" * 4000}, "attack"], ["re', ["labels, actions[0][0]: saw a number of more than"]),
    "family": ('family = "coercion"', 'family = "magic"', ["option 'closure', family: saw 'magic'", "'uses of force'"]),
    "option source": ('source = "essay"\nback', 'source = "novel"\nback', ["option 'hotline', source: there is no source 'novel'"]),
    "verb": ('verb = "shift"', 'verb = "wish"', ["option 'courier', change 3, verb: saw 'wish'"]),
    "verb without its keys": ('verb = "shift"', 'verb = "remove"', ["option 'courier', change 3: saw 'remove' with amount and parameter; allowed is target for 'remove'"]),
    "change of an unknown parameter": ('parameter = "stake"\namount = 0.25', 'parameter = "steak"\namount = 0.25', ["option 'courier', change 3, parameter: there is no parameter 'steak'"]),
    "change of an unknown channel": ('target = "port_south"', 'target = "port_suoth"', ["option 'closure', change 1, target: there is no channel 'port_suoth'; did you mean 'port_south'"]),
    "amount": ("amount = 0.25", 'amount = "0.25 +"', ["option 'courier', change 3, amount: saw '0.25 +', which is not a formula"]),
    "amount from a stranger": ("amount = 0.25", 'amount = "reach(north, sea)"', ["option 'courier', change 3, amount, reach(north, sea): there is no actor 'sea'"]),
    "amount too far": ("amount = 0.5\n", "amount = 2.5\n", ["option 'courier', parameter 'line.open': saw 1.25; allowed is a probability in [0, 1]"]),
    "amount undefined": ("amount = 0.25", 'amount = "log(-1)"', ["option 'courier', parameter 'stake': saw NaN or infinity"]),
    "altered beyond": ('amount = "line.days"', "amount = -3", ["option 'courier', change 1, amount", "saw -3"]),
    "altered by the network": ('amount = "line.days"', 'amount = "delay(north, south)"', ["option 'courier', change 1, amount: saw delay(north, south)"]),
    "added channel beyond": ('"line.open", secrecy = 0.9', '"line.open", secrecy = 1.9', ["option 'hotline', change 1, channel 'direct', secrecy: saw 1.9"]),
    "added channel to nobody": ('id = "direct", ends = ["north", "south"]', 'id = "direct", ends = ["north", "sea"]', ["option 'hotline', change 1, channel 'direct', ends: there is no actor 'sea'"]),
    "added channel that exists": ('id = "direct"', 'id = "watch"', ["option 'hotline', channel 'watch': it is there already"]),
    "channel added twice": ('verb = "remove"\ntarget = "port_south"', 'verb = "add"\nchannel = { id = "direct", ends = ["north", "south"], kind = "forum", reliability = 1 }', ["option 'closure', channel 'direct': option 'hotline' adds it too"]),
    "scenario value": ("stake = 1 }", "steak = 1 }", ["scenario 'tense', values: there is no parameter 'steak'; did you mean 'stake'"]),
    "scenario value too far": ('"line.open" = 0.25', '"line.open" = 25', ["scenario 'tense', values, parameter 'line.open': saw 25"]),
    "scenario key": ('"line.open" = 0.25', '"Line Open" = 0.25', ["scenario 'tense', values, Line Open: saw 'Line Open'"]),
    "rung": ("border = 3", "border = -3", ["scenario 'tense', rungs, border: saw -3"]),
    "half a rung": ("border = 3", "border = 3.5", ["scenario 'tense', rungs, border: saw 3.5; allowed is a whole number"]),
    "ordering actor": ('actor = "north"', 'actor = "nroth"', ["ordering 'patience_pays', actor: there is no actor 'nroth'; did you mean 'north'"]),
    "ordering formula": ('["north.patience", "stake", -3]', '["north.patience", "steak"]', ["ordering 'patience_pays', descending", "did you mean 'stake'"]),
    "ordering of one": ('["north.patience", "stake", -3]', '["stake"]', ["ordering 'patience_pays', descending: saw a list"]),
    "ordering value": ("values = { stake = 0.5 }", 'values = { "line.open" = 5 }', ["ordering 'patience_pays', values, parameter 'line.open': saw 5"]),
    "ordering undefined there": ('"stake", -3]', '"sqrt(0.1 - stake)", -3]', ["ordering 'patience_pays', descending: 'sqrt(0.1 - stake)' is not a number"]),
    "applied unknown": ("[[actors]]", "[state]\napplied = { hotlin = 1 }\n[[actors]]", ["state, applied: there is no option 'hotlin'; did you mean 'hotline'"]),
    "applied too far": ("[[actors]]", "[state]\napplied = { hotline = 2 }\n[[actors]]", ["state, applied, hotline: saw 2"]),
    "overridden unknown": ("[[actors]]", '[state]\noverridden = ["steak"]\n[[actors]]', ["state, overridden: there is no parameter 'steak'"]),
    "in an unknown scenario": ("[[actors]]", '[state]\nscenario = "tence"\n[[actors]]', ["state, scenario: there is no scenario 'tence'; did you mean 'tense'"]),
    "period of nothing": ("period_days = 3.5", "period_days = 0", ["period_days: saw 0; allowed is greater than 0"]),
    "actors as one table": ('[[ties]]', "[[actors]]\nid = 5\n[[ties]]", ["actor 4, id: saw 5; allowed is text in quotes", "more faults follow"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_file_and_key(old: str, new: str, words: list[str]) -> None:
    refused(spoil(old, new), *words)


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("value = 0.9\n", "valeu", "parameter 'north.patience', valeu: this key is not known; did you mean 'value'?"),
        ("reason = \"small\"\n", "reasons", "parameter 'stake', reasons: this key is not known; did you mean 'reason'?"),
        ("title = \"Calm\"\n", "Title", "scenario 'calm', Title: this key is not known; did you mean 'title'?"),
        ("delay = inf\n", "latency", "channel 'watch', latency: this key is not known"),
        ("note = \"seen from the north\"\n", "notes", "sources, essay, notes: this key is not known; did you mean 'note'?"),
        ("period_days = 3.5\n", "period_day", "case.toml, period_day: this key is not known; did you mean 'period_days'?"),
        ("schema = \"deterrence-model/1\"\n", "x" * 5000, "this key is not known; known are: schema, title"),
        ("target = \"port_south\"\n", "strength", "option 'closure', change 1, strength: this key is not known"),
        ("secrecy = 0.9 }\n", "", ""),
    ],
)  # fmt: skip
def test_an_unknown_key_is_named_with_the_near_one(line: str, key: str, words: str) -> None:
    if not key:
        refused(spoil("secrecy = 0.9 }", "secracy = 0.9 }"), "change 1, channel, secracy", "did you mean 'secrecy'?")
    else:
        refused(spoil(line, f"{line}{key} = 1\n"), words)


WRONG: list[Any] = [
    True,
    7,
    0.5,
    "zz",
    [],
    ["zz"],
    {},
    {"zz": 1},
    datetime.date(2024, 10, 1),
    float("nan"),
    10**400,
    [[[]]],
]


def places(at: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value of nested tables and lists."""
    items = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
    for step, inner in items:
        yield (*way, step)
        yield from places(inner, (*way, step))


def get(data: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        data = data[step]
    return data


def put(way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return the tables of the file with another value in one place."""
    data = copy.deepcopy(DATA)
    get(data, way[:-1])[way[-1]] = value
    return data


FORMULAS = {"reliability", "delay", "secrecy", "bias", "amount", "descending"}


def kinds(way: tuple[Any, ...], value: Any) -> set[type]:
    """Return the types that may stand in a place."""
    names = [step for step in way if isinstance(step, str)]
    if "arguments" in names[:-1]:
        return {int, float, str, list}
    if "labels" in names[:-1]:
        return {int, str, list}
    if names[-1] in FORMULAS and not isinstance(value, list):
        return {int, float, str}
    if isinstance(value, int | float) and not isinstance(value, bool) and names[-1] not in ("year", "border"):
        return {int, float}
    return {type(value)}


def attempt(data: dict[str, Any], *words: str) -> bool:
    """Return whether tables make a model; the only other end is a message."""
    try:
        assert isinstance(build(data, file=FILE), Model)
    except ModelError as error:
        check_message(error, *words)
        return False
    return True


@pytest.mark.parametrize("table", DATA)
def test_every_value_of_a_wrong_type_is_refused_by_its_key(table: str) -> None:
    ways = [way for way in [(table,), *places(DATA[table], (table,))]]
    for way, wrong in itertools.product(ways, WRONG):
        key = next(step for step in reversed(way) if isinstance(step, str))
        is_possible = type(wrong) in kinds(way, get(DATA, way))
        made = attempt(put(way, wrong), *([] if is_possible else [key.rstrip("s") if way[-1] != key else key]))
        assert is_possible or not made, (way, wrong)


def test_every_missing_value_is_refused_or_has_a_default() -> None:
    required = {
        "id",
        "title",
        "schema",
        "name",
        "role",
        "kind",
        "ends",
        "value",
        "low",
        "high",
        "unit",
        "meaning",
        "basis",
    }
    required |= {"form", "players", "arguments", "family", "verb", "claim", "actor", "descending"}
    for way in places(DATA):
        if isinstance(way[-1], str) and way[0] != "state":
            data = copy.deepcopy(DATA)
            del get(data, way[:-1])[way[-1]]
            made = attempt(data)
            assert not (made and way[-1] in required), way


def test_every_table_refuses_an_unknown_key() -> None:
    free = {"arguments", "labels", "values", "rungs", "sources"}
    for way in [(), *places(DATA)]:
        if isinstance(get(DATA, way), dict) and not free.intersection(way[-1:]):
            assert not attempt(put((*way, "zzz"), 1), "zzz: this key is not known"), way


def test_thousands_of_formulas_are_refused() -> None:
    many = ",".join(["1"] * 25_000)
    refused(spoil("sucker = 0", f"sucker = [{many}]"), "games: saw 25,0", "at most 20,000")


def test_thousands_of_records_are_refused() -> None:
    many = "".join(f'[[actors]]\nid = "a{index}"\nname = ""\nrole = "monitor"\n' for index in range(501))
    refused(EVERYTHING + many, "actors: saw a list", "at most 500 items")


def test_thousands_of_faults_are_counted_in_one_line() -> None:
    refused(EVERYTHING + "[[ties]]\n" * 1900, "tie 2, id: the key is missing", "more faults follow")


def test_a_network_too_dense_for_exact_numbers_is_refused() -> None:
    more = "".join(
        f'[[channels]]\nid = "c{index}"\nends = ["north", "south"]\nkind = "hotline"\nreliability = 0.5\n'
        for index in range(450)
    )
    refused(EVERYTHING + more, "game 'border', false_alarm", "more than 400 routes")


PIECES = st.sampled_from(
    ["[[", "]]", "[", "]", "{", "}", "=", ".", ",", '"', "'", '"""', "'''", "\\", "\n", "#", "1", "-", "inf", "nan", "true", "e9",
     "2024-10-01", "north", "stake", "line.open", "reach(", ")", "where(", "\u0000", "\ufeff", "é", " ", "\t", "_", "id", "values"]
)  # fmt: skip


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
