"""JSON as bytes that are the same for the same content, and reading JSON that somebody may have tampered with."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, cast

from deterrence.errors import ExerciseError, shorten

#: Largest bundle or submission, in bytes.
MAX_BYTES = 256_000
#: Deepest nesting.
MAX_DEPTH = 12

#: The kinds of files around an exercise, by the first word of their schema.
_KINDS = {
    "deterrence-exercise": "it is an instructor's file, with the keys",
    "deterrence-bundle": "it is a file for students, which holds no key",
    "deterrence-submission": "it is a draft or a submission, with somebody's answers",
    "deterrence-model": "it is a model",
}
_SCHEMA = re.compile(r"""(?:^|[{,])[ \t]{0,8}"?schema"?[ \t]{0,8}[=:][ \t]{0,8}"(deterrence-[a-z]+)/""", re.MULTILINE)
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?+', re.DOTALL)


def canonical(content: Any) -> bytes:
    """Return plain data as canonical JSON: keys sorted, no spaces, UTF-8.

    Examples
    --------
    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sealed(content: Mapping[str, Any], key: str = "sha256") -> dict[str, Any]:
    """Return plain data with the checksum of all the rest under a key."""
    rest = {name: value for name, value in content.items() if name != key}
    return {**rest, key: sha256(canonical(rest))}


def is_sealed(content: Mapping[str, Any], key: str = "sha256") -> bool:
    """Say whether the checksum under a key is that of the rest."""
    return sealed(content, key) == dict(content)


def read_bytes(path: Path) -> bytes:
    """Return the content of a regular file of at most 256 kB.

    Raises
    ------
    ExerciseError
        If it is none.
    """
    where = shorten(path.name)
    try:
        if not path.is_file():
            raise ExerciseError(where, "there is no such file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ExerciseError(where, f"it has {size:,} bytes", f"at most {MAX_BYTES:,}")
        return path.read_bytes()
    except OSError as error:
        raise ExerciseError(where, f"it cannot be read ({error.strerror})") from None


def parse_json(content: bytes, where: str) -> dict[str, Any]:
    """Read an object from JSON that nobody vouches for.

    Parameters
    ----------
    content
        The bytes of a file.
    where
        The file's name, for messages.

    Returns
    -------
    dict
        Plain data without NaN and infinities, each key once, all text writable as UTF-8.

    Raises
    ------
    ExerciseError
        If it is too large, nested too deeply, no JSON, or no object.
    """
    if len(content) > MAX_BYTES:
        raise ExerciseError(where, f"it has {len(content):,} bytes", f"at most {MAX_BYTES:,}")
    try:
        text = content.decode("utf-8-sig")
        _check_depth(text, where)
        data = json.loads(text, parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_once)
        canonical(data)  # lone surrogates cannot be written
    except (ValueError, RecursionError) as error:
        raise ExerciseError(where, f"it is not JSON that can be read ({shorten(str(error), 100)})") from None
    if not isinstance(data, dict):
        raise ExerciseError(where, "it is no JSON object", "a file that the exercise page wrote")
    return cast("dict[str, Any]", data)


def refuse_other_kinds(text: str, where: str, *, kind: str, allowed: str, remedy: str = "") -> None:
    """Refuse a file that says of itself that it is another one of the files around an exercise.

    Parameters
    ----------
    text
        What is in it, TOML or JSON.
    where
        Its name, for messages.
    kind
        The first word of the schema that it should have, such as ``deterrence-bundle``.
    allowed, remedy
        What to say of the right one.

    Raises
    ------
    ExerciseError
        If it names the schema of another kind.
    """
    found = _SCHEMA.search(text)
    if found is not None and found[1] != kind and found[1] in _KINDS:
        raise ExerciseError(where, _KINDS[found[1]], allowed, remedy)


def _check_depth(text: str, where: str) -> None:
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > MAX_DEPTH:
            raise ExerciseError(where, "it is nested too deeply", f"at most {MAX_DEPTH} levels")


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"saw {word}, which is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("saw a number that is too large")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
