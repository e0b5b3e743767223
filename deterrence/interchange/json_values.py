"""How one value is written in JSON so that it comes back as it was: fractions, infinities, arrays, records.

Text, whole numbers, finite floats, booleans, null and mappings by text are written as JSON has them; tuples are JSON's
lists. Everything else is an object with one key that begins with ``$``:

==============  =====================================================================
``$fraction``   ``"2/3"``
``$float``      ``"inf"``, ``"-inf"`` or ``"nan"``
``$list``       a Python list
``$pairs``      a mapping with other keys than text: ``[[key, value], ...]``
``$array``      ``{"shape": [...], "kind": "float", "values": [...]}``
``$record``     ``{"name": ..., "fields": {...}}``: a game, a node, a result
``$again``      the ``number`` of a record before: the same one, which results share
==============  =====================================================================
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

import numpy as np

import deterrence.games as games
from deterrence.errors import GameError, shorten, suggest
from deterrence.games.form import Form
from deterrence.games.front import Front
from deterrence.games.markov_strategies import MarkovStrategies, PlayerStrategy
from deterrence.games.profile import Assessment, StrategyProfile
from deterrence.games.tree_nodes import Chance, Decision, Terminal

#: Step -> step -> ... from the top of a document to a value, for messages.
Path = tuple[str | int, ...]

#: Name -> a record that documents may hold, besides the forms of games.
Records = Mapping[str, type]

RECORDS: Records = {
    record.__name__: record
    for record in (
        Assessment,
        Chance,
        Decision,
        Front,
        MarkovStrategies,
        PlayerStrategy,
        StrategyProfile,
        Terminal,
    )
}
#: Large records that several parts of one result hold.
SHARED = ("MarkovStrategies", "ladder")
_KINDS: Mapping[str, Any] = {"float": np.float64, "int": np.int64, "bool": np.bool_, "object": object, "text": np.str_}
#: Python refuses longer integers in text, since reading them takes a time that grows with their square.
_RATIONAL = re.compile(r"-?[0-9]{1,4000}(?:/[0-9]{1,4000})?")
_FLOATS = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}


class UnreadableError(Exception):
    """A value of a document that stands for nothing; ``path`` leads to it."""

    def __init__(self, path: Path, saw: str, allowed: str) -> None:
        super().__init__(saw)
        self.path, self.saw, self.allowed = path, saw, allowed


def form_class(name: str) -> type[Form]:
    """Return the class of a form, found by its name among the modules of ``games``.

    Raises
    ------
    GameError
        If there is no such form.
    """
    modules = [module.name for module in pkgutil.iter_modules(games.__path__)]
    if name in modules:
        for candidate in vars(importlib.import_module(f"deterrence.games.{name}")).values():
            if inspect.isclass(candidate) and getattr(candidate, "form", None) == name:
                return cast("type[Form]", candidate)
    raise GameError(f"form '{shorten(name)}'", "there is no such form", "", suggest(name, modules))


def plain(value: Any, records: Records = RECORDS) -> Any:
    """Return a value as JSON's own kinds.

    Parameters
    ----------
    value
        A game, or what games and results are made of.
    records
        The records that may occur in it, besides games; ``rebuilt`` must be given the same.

    Raises
    ------
    GameError
        If it is of a kind that cannot come back, such as a SymPy expression.
    """
    return _Writer(records).plain(value)


@dataclass
class _Writer:
    """Write values; a record that several parts of a result hold is written where it first stands."""

    records: Records
    written: dict[int, int] = field(default_factory=dict[int, int])

    def plain(self, value: Any) -> Any:
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or isinstance(value, bool | str | int):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else {"$float": str(value)}
        if isinstance(value, Fraction):
            return {"$fraction": str(value)}
        if isinstance(value, tuple):
            return [self.plain(item) for item in value]
        if isinstance(value, list):
            return {"$list": [self.plain(item) for item in value]}
        if isinstance(value, np.ndarray):
            return {"$array": self._array(value)}
        name = getattr(type(value), "form", None) or type(value).__name__
        if name in self.records or isinstance(value, Form):
            return self._record(name, value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        raise GameError(
            "JSON", f"saw a {type(value).__name__}", "numbers, text, tuples, mappings, arrays, games and results"
        )

    def _record(self, name: str, value: Any) -> dict[str, Any]:
        if id(value) in self.written:
            return {"$again": self.written[id(value)]}
        record = self.records[name] if name in self.records else form_class(name)
        # What the constructor was given, where the record keeps something else under that name.
        given: Mapping[str, Any] = getattr(value, "given", {})
        fields = {key: self.plain(given[key] if key in given else getattr(value, key)) for key in _fields(record)}
        if name not in SHARED:
            return {"$record": {"name": name, "fields": fields}}
        number = self.written[id(value)] = len(self.written) + 1
        return {"$record": {"name": name, "number": number, "fields": fields}}

    def _mapping(self, value: Mapping[Any, Any]) -> Any:
        if all(isinstance(key, str) and not key.startswith("$") for key in value):
            return {key: self.plain(item) for key, item in value.items()}
        return {"$pairs": [[self.plain(key), self.plain(item)] for key, item in value.items()]}

    def _array(self, value: np.ndarray[Any, Any]) -> dict[str, Any]:
        kinds = {"f": "float", "i": "int", "u": "int", "b": "bool", "O": "object", "U": "text"}
        if value.dtype.kind not in kinds:
            allowed = "floats, whole numbers, booleans, fractions, text"
            raise GameError("JSON", f"saw an array of {value.dtype}", allowed)
        entries = [self.plain(item) for item in value.ravel().tolist()]
        return {"shape": list(value.shape), "kind": kinds[value.dtype.kind], "values": entries}


def rebuilt(value: Any, records: Records = RECORDS, path: Path = ()) -> Any:
    """Return what a value of a document stands for.

    Raises
    ------
    UnreadableError
        If it stands for nothing.
    GameError
        If the arguments of a game are at fault.
    """
    return _Reader(records).rebuilt(value, path)


@dataclass
class _Reader:
    records: Records
    numbered: dict[int, Any] = field(default_factory=dict[int, Any])

    def rebuilt(self, value: Any, path: Path) -> Any:
        if isinstance(value, list):
            return tuple(self._items(value, path))
        if not isinstance(value, dict):
            return value
        tags = [key for key in value if key.startswith("$")]
        if not tags:
            return {key: self.rebuilt(item, (*path, key)) for key, item in value.items()}
        if len(value) > 1 or tags[0] not in _READERS:
            raise UnreadableError(path, f"saw {shorten(', '.join(value))}", f"one of {', '.join(_READERS)} alone")
        inner = (*path, tags[0])
        try:
            return _READERS[tags[0]](self, value[tags[0]], inner)
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
            # A document can hold anything where a tag wants something else: readers take it as it is and fail in kind.
            saw = f"saw {shorten(repr(value[tags[0]]))}"
            raise UnreadableError(inner, saw, f"what {tags[0]} holds when it is written") from None

    def fraction(self, value: Any, path: Path) -> Fraction:
        if not isinstance(value, str) or not _RATIONAL.fullmatch(value):
            raise UnreadableError(path, f"saw {shorten(repr(value))}", "text such as '2/3'")
        return Fraction(value)

    def special(self, value: Any, path: Path) -> float:
        return _FLOATS[value]

    def items(self, value: Any, path: Path) -> list[Any]:
        return self._items(value, path)

    def pairs(self, value: Any, path: Path) -> Any:
        return {
            self.rebuilt(key, path): self.rebuilt(item, (*path, place, 1)) for place, (key, item) in enumerate(value)
        }

    def array(self, value: Any, path: Path) -> Any:
        entries = self._items(value["values"], (*path, "values"))
        array = np.empty(len(entries), dtype=object)
        array[:] = entries
        return array.astype(_KINDS[value["kind"]]).reshape([int(length) for length in value["shape"]])

    def record(self, value: Any, path: Path) -> Any:
        name = value["name"]
        record = self.records[name] if name in self.records else form_class(name)
        known = _fields(record)
        given = {key: self.rebuilt(item, (*path, "fields", key)) for key, item in value["fields"].items()}
        for key in given:
            if key not in known:
                raise UnreadableError((*path, "fields", key), f"saw '{shorten(key)}' of {name}", ", ".join(known))
        if not isinstance(given.get("name", ""), str):
            raise UnreadableError((*path, "fields", "name"), f"saw {shorten(repr(given['name']))}", "text")
        made = record(**given)
        if "number" in value:
            self.numbered[value["number"]] = made
        return made

    def again(self, value: Any, path: Path) -> Any:
        if value not in self.numbered:
            raise UnreadableError(path, f"saw {shorten(repr(value))}", "the number of a record before")
        return self.numbered[value]

    def _items(self, value: Any, path: Path) -> list[Any]:
        return [self.rebuilt(item, (*path, place)) for place, item in enumerate(value)]


_READERS: Mapping[str, Any] = {
    "$fraction": _Reader.fraction,
    "$float": _Reader.special,
    "$list": _Reader.items,
    "$pairs": _Reader.pairs,
    "$array": _Reader.array,
    "$record": _Reader.record,
    "$again": _Reader.again,
}


def _fields(record: type) -> list[str]:
    """Return the arguments of a record's constructor; each is kept under its own name."""
    return [name for name in inspect.signature(record).parameters if name != "self"]
