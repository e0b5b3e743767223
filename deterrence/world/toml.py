"""Plain tables, lists and values as TOML text.

Written here because a file of thousands of parameters must be written in less time than it takes to read: libraries
that keep every comment and space of a document need a millisecond per record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(table: Mapping[str, Any]) -> str:
    """Return a table as TOML: within each table values first, in order, then the tables inside it.

    Parameters
    ----------
    table
        Texts, numbers, truth values, lists and mappings with text keys, nested as deep as they are.

    Raises
    ------
    TypeError
        For a value that TOML does not have.

    Examples
    --------
    >>> print(toml_text({"a": 1.5, "of": [{"id": "x", "ends": ["u", "v"]}], "more": {"two words": True}}))
    a = 1.5
    <BLANKLINE>
    [[of]]
    id = "x"
    ends = ["u", "v"]
    <BLANKLINE>
    [more]
    "two words" = true
    <BLANKLINE>
    """
    return "\n".join(_lines(table, "")).lstrip("\n") + "\n"


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    tables: list[tuple[str, str, list[Any]]] = []
    for key, value in table.items():
        place = f"{path}.{_key(key)}" if path else _key(key)
        if isinstance(value, Mapping):
            tables.append((place, f"[{place}]", [value]))
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in cast("list[Any]", value)):
            tables.append((place, f"[[{place}]]", cast("list[Any]", value)))
        else:
            yield f"{_key(key)} = {_value(value)}"
    for place, header, members in tables:
        for member in members:
            yield ""
            yield header
            yield from _lines(member, place)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    # The escapes of JSON are escapes of TOML; JSON leaves out the one for the delete character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in cast('list[Any]', value))}]"
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return f"{{ {', '.join(f'{_key(key)} = {_value(item)}' for key, item in items)} }}"
    raise TypeError(f"TOML has no {type(value).__name__}")
