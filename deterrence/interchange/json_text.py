"""Games as JSON that reads back exactly: fractions stay fractions, infinities infinities.

Other records, such as sets of equilibria, are written likewise by who names their classes (``study.documents``).

This is for keeping and passing on, by programs. The command ``deterrence export --to json`` writes for readers instead:
plain numbers, with the run card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from deterrence.errors import GameError, shorten
from deterrence.games.form import Form
from deterrence.interchange.json_values import RECORDS, Path, UnreadableError, plain, rebuilt

#: What the first key of a document says.
SCHEMA = "deterrence-game/1"


def write_json(record: Any, *, records: Sequence[type] = ()) -> str:
    """Return a game of any form as JSON.

    Parameters
    ----------
    record
        A game, or one of ``records``.
    records
        Classes besides games that the document may hold. Their constructors take what they hold by its name.

    Raises
    ------
    GameError
        If the record holds something that cannot come back, such as a SymPy expression.

    Examples
    --------
    >>> from deterrence.games.matrix import Matrix
    >>> game = Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> read_json(write_json(game)).payoffs[0, 1].tolist()
    [Fraction(5, 1), Fraction(1, 1)]
    """
    try:
        content = plain(record, _named(records))
    except RecursionError:
        raise GameError("JSON", "saw records in records without end", "what games and results are made of") from None
    return json.dumps({"schema": SCHEMA, "content": content}, indent=1, ensure_ascii=False, allow_nan=False)


def read_json(text: str, *, file: str = "json", records: Sequence[type] = ()) -> Any:
    """Return the game, or other record, that ``write_json`` wrote.

    Parameters
    ----------
    text
        The document.
    file
        What messages call it.
    records
        The classes that it was written with.

    Raises
    ------
    GameError
        For the first fault, with its line and column.
    """
    try:
        document = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"{file}, line {error.lineno}, column {error.colno}"
        raise GameError(where, "saw no JSON", "a document that write_json wrote") from None
    except (_RepeatedKeyError, RecursionError, ValueError) as error:
        saw = f"saw the key '{shorten(error.args[0])}' twice" if isinstance(error, _RepeatedKeyError) else "saw no JSON"
        offset = _last_key(text, error.args[0]) if isinstance(error, _RepeatedKeyError) else 0
        raise GameError(_place(text, offset, file), saw, "a document that write_json wrote") from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA or "content" not in document:
        raise GameError(_place(text, 0, file), "saw another document", f"schema '{SCHEMA}' and its content")
    try:
        found = rebuilt(document["content"], _named(records), ("content",))
    except (RecursionError, MemoryError):
        raise GameError(_place(text, 0, file), "saw too much nesting", "a document that write_json wrote") from None
    except UnreadableError as error:
        raise GameError(_place(text, locate(text, error.path), file), error.saw, error.allowed) from None
    except GameError as error:
        place = _place(text, locate(text, ("content",)), file)
        raise GameError(f"{place}, {error.where}", error.saw, error.allowed, error.remedy) from None
    if not isinstance(found, (Form, *records)):
        raise GameError(_place(text, locate(text, ("content",)), file), "saw no game", "a game")
    return found


def _named(records: Sequence[type]) -> dict[str, type]:
    return {**RECORDS, **{record.__name__: record for record in records}}


class _RepeatedKeyError(Exception):
    """An object of the document names one key twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(key)
        found[key] = value
    return found


def _last_key(text: str, key: str) -> int:
    return max(text.rfind(json.dumps(key, ensure_ascii=False)), 0)


def _place(text: str, offset: int, file: str) -> str:
    before = text[:offset]
    return f"{file}, line {before.count(chr(10)) + 1}, column {offset - before.rfind(chr(10))}"


def locate(text: str, path: Path) -> int:
    """Return the offset at which the value at the end of a path stands, as far as the path leads.

    The text has been read once, so that its grammar is in order.

    Examples
    --------
    >>> locate('{"a": [1, {"b": 2}]}', ("a", 1, "b"))
    16
    """
    decoder = json.JSONDecoder()

    def skip(at: int, also: str = "") -> int:
        while at < len(text) and text[at] in " \t\n\r" + also:
            at += 1
        return at

    at = skip(0)
    for step in path:
        opening = text[at]
        inner, place, found = skip(at + 1), 0, None
        while text[inner] not in "]}" and found is None:
            key: str | int = place
            if opening == "{":
                key, inner = decoder.raw_decode(text, inner)
                inner = skip(inner, ":")
            if key == step:
                found = inner
            else:
                inner = skip(decoder.raw_decode(text, inner)[1], ",")
            place += 1
        if found is None:
            return at
        at = found
    return at
