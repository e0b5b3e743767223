"""What is wrong with the shape of a model file, said in one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from deterrence.errors import ModelError, shorten, show

_TYPE_WORDS = {
    "string_type": "text in quotes",
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "finite_number": "a finite number",
}


def as_model_error(error: ValidationError, data: Any, file: str) -> ModelError:
    """Return the first fault of a file's shape: file, key, what was seen, what is allowed, and how many more follow.

    Parameters
    ----------
    error
        What pydantic found.
    data
        The parsed file, for the ids of the records on the way to the fault.
    file
        Name of the file.
    """
    faults = error.errors(include_url=False)
    fault: Mapping[str, Any] = faults[0]
    where = f"{file}{_place(fault['loc'], data)}"
    kind, context = str(fault["type"]), fault.get("ctx", {})
    if kind == "unknown_key":
        return ModelError(f"{where}, {shorten(context['key'])}", "this key is not known", "", context["remedy"])
    saw = "the key is missing" if kind == "missing" else f"saw {show(fault['input'])}"
    if kind == "missing":
        allowed = ""
    elif kind == "other_text":
        allowed = context["allowed"]
    else:
        allowed = _TYPE_WORDS.get(kind, _allowed(str(fault["msg"])))
    more = len(faults) - 1
    remedy = f"{more} more fault{'s follow' if more > 1 else ' follows'}" if more else ""
    return ModelError(where, saw, allowed, remedy)


def _place(steps: tuple[int | str, ...], data: Any) -> str:
    """Return the way to a fault in words: ``, option 'hotline', change 2, verb``."""
    place = ""
    at = data
    for number, step in enumerate(steps):
        at = _enter(at, step)
        if isinstance(step, str):
            # Pydantic ends the way to a faulty key with "[key]".
            place += "" if step == "[key]" else f", {shorten(step)}"
        elif isinstance(at, dict) and number > 0:
            id = at.get("id")
            name = f"'{shorten(id)}'" if isinstance(id, str) else f"{step + 1}"
            place = f"{place.removesuffix('s')} {name}"
        else:
            place += f"[{step}]"
    return place


def _enter(at: Any, step: int | str) -> Any:
    try:
        return at[step]
    except (KeyError, IndexError, TypeError):
        return None


def _allowed(message: str) -> str:
    """Turn a validator's message into the words that follow "allowed is"."""
    words = re.sub(r"^(Input|String|List|Dictionary|Value) should (be|match|have) ", "", message)
    return shorten(words[:1].lower() + words[1:].replace(" after validation", ""), 160)
