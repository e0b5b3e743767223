"""What is wrong with the shape of a file, said in one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from deterrence.errors import ModelError, counted, shorten, show, suggest

_TYPE_WORDS = {
    "string_type": "text in quotes",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "finite_number": "a finite number",
}
#: Bounds of a number by the kind of fault: the words before the bound, and its name in pydantic's context.
_BOUNDS = {
    "greater_than": ("a number above", "gt"),
    "greater_than_equal": ("a number from", "ge"),
    "less_than": ("a number below", "lt"),
    "less_than_equal": ("a number up to", "le"),
}
#: Faults of the key that names a record's kind.
_TAGS = ("union_tag_invalid", "union_tag_not_found")
_MISSING = "the key is missing"


def as_model_error(error: ValidationError, data: Any, file: str) -> ModelError:
    """Return the first fault of a file's shape: file, key, what was seen, what is allowed, and how many more follow.

    Faults at one place count as one: where a number or a text is allowed, a list is neither.

    Parameters
    ----------
    error
        What pydantic found.
    data
        The parsed file, for the ids of the records on the way to the fault.
    file
        Name of the file.
    """
    by_place: dict[str, list[Mapping[str, Any]]] = {}
    for fault in error.errors(include_url=False):
        by_place.setdefault(_place(fault, data), []).append(fault)
    place, faults = next(iter(by_place.items()))
    where, fault = f"{file}{place}", faults[0]
    kind, context = str(fault["type"]), fault.get("ctx", {})
    if kind == "unknown_key":
        return ModelError(f"{where}, {shorten(context['key'])}", "this key is not known", "", context["remedy"])
    saw, near = _saw(fault), ""
    allowed = "" if saw == _MISSING else " or ".join(dict.fromkeys(map(_allowed, faults)))
    if kind == "union_tag_invalid":
        near = suggest(str(context["tag"]), re.findall(r"'([^']+)'", context["expected_tags"]))
        near = near if near.startswith("did you mean") else ""
    more = len(by_place) - 1
    follows = f"{counted(more, 'more fault')} {'follows' if more == 1 else 'follow'}" if more else ""
    return ModelError(where, saw, allowed, near or follows)


def _saw(fault: Mapping[str, Any]) -> str:
    kind, given, context = str(fault["type"]), fault["input"], fault.get("ctx", {})
    if kind in ("missing", "union_tag_not_found"):
        return _MISSING
    if kind == "union_tag_invalid":
        return f"saw {show(given.get(_key_of(context)) if isinstance(given, Mapping) else context['tag'])}"
    if "saw" in context:
        return str(context["saw"])
    if kind in ("too_short", "too_long"):
        thing = "table" if isinstance(given, Mapping) else "list"
        return f"saw a {thing} of {counted(len(given), 'entry', 'entries')}" if given else f"saw an empty {thing}"
    return f"saw {show(given)}"


def _allowed(fault: Mapping[str, Any]) -> str:
    """Return the words that follow "allowed is"."""
    kind, context = str(fault["type"]), fault.get("ctx", {})
    if kind == "other_text":
        return str(context["allowed"])
    if kind in _TAGS:
        return str(context["expected_tags"])
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        return f"{words} {context[bound]:,g}"
    if kind == "too_short":
        return f"{counted(context['min_length'], 'entry', 'entries')} or more"
    if kind == "too_long":
        return f"at most {counted(context['max_length'], 'entry', 'entries')}"
    return _TYPE_WORDS.get(kind, _message(str(fault["msg"])))


def _key_of(context: Mapping[str, Any]) -> str:
    """Return the name of the key that says of which kind a record is."""
    return str(context.get("discriminator", "")).strip("'") or "kind"


def _place(fault: Mapping[str, Any], data: Any) -> str:
    """Return the way to a fault in words: ``, option 'hotline', change 2, verb``."""
    place = ""
    at = data
    kind, steps = str(fault["type"]), fault["loc"]
    for number, step in enumerate(steps):
        inside = _enter(at, step)
        if isinstance(step, str):
            # Pydantic also names the branch that it tried, which is no key of the file, and ends the way to a faulty
            # key with "[key]".
            is_key = isinstance(at, dict) and (step in at or (kind == "missing" and number == len(steps) - 1))
            if not is_key:
                continue
            place += f", {shorten(step)}"
        elif isinstance(inside, dict) and number > 0:
            id = inside.get("id")
            name = f"'{shorten(id)}'" if isinstance(id, str) else f"{step + 1}"
            place = f"{place.removesuffix('s')} {name}"
        else:
            place += f"[{step}]"
        at = inside
    return f"{place}, {_key_of(fault.get('ctx', {}))}" if kind in _TAGS else place


def _enter(at: Any, step: int | str) -> Any:
    try:
        return at[step]
    except (KeyError, IndexError, TypeError):
        return None


def _message(message: str) -> str:
    """Turn a validator's message into the words that follow "allowed is"."""
    words = re.sub(r"^(Input|String|List|Dictionary|Value) should (be|match|have) ", "", message)
    return shorten(words[:1].lower() + words[1:].replace(" after validation", ""), 160)
