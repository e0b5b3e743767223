"""What an author sees before handing out: a question as some students get it, with its key and its wrong paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from deterrence.errors import counted
from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.choice_marks import ranking_pairs
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.formulas import written
from deterrence.teaching.marking import make_key
from deterrence.teaching.number_marks import NumericKey, path_codes
from deterrence.teaching.posing import pose
from deterrence.teaching.schema import Choice, Design, Numeric, Predict, Question, Ranking, Symbolic
from deterrence.teaching.variants import ALPHABET, CODE_LENGTH, digest, draw_variant


def preview_codes(n: int) -> list[str]:
    """Return codes to look at, the same every time.

    Examples
    --------
    >>> preview_codes(2)
    ['87J6MU54', 'ME5YBRKF']
    """
    return [
        "".join(ALPHABET[digest("preview", place, letter) % len(ALPHABET)] for letter in range(CODE_LENGTH))
        for place in range(n)
    ]


def preview(exercise: Exercise, codes: Sequence[str]) -> Iterator[str]:
    """Yield paragraphs: every question for every code, and what the engine holds to be right. For instructors only."""
    bundle = read_bundle(build_bundle(exercise))
    for code in codes:
        yield f"Code {code}"
        for place, question in enumerate(exercise.questions, start=1):
            posed = pose(bundle, question.id, code)
            yield f"{place}. {question.title or question.id} ({question.kind}, {counted(question.points, 'point')})"
            yield posed.prompt
            if posed.choices:
                yield "Offered: " + "; ".join(f"{id}: {text}" for id, text in posed.choices)
            variant = draw_variant(exercise.assignment, exercise.module_version, question, code)
            yield f"Key: {key_text(question, make_key(question, variant))}"


def key_text(question: Question, key: Any) -> str:
    """Return a key in words, for instructors."""
    if isinstance(question, Numeric) and isinstance(key, NumericKey):
        paths = [
            f"{code} {written(value)} ({path.credit:g})"
            for code, value, path in zip(path_codes(question.partial), key.paths, question.partial, strict=True)
        ]
        near = f"{written(key.value)}, give or take {written(key.tolerance)}"
        return near + (f"; wrong paths: {', '.join(paths)}" if paths else "")
    if isinstance(question, Symbolic):
        return str(question.answer)
    if isinstance(question, Choice | Predict):
        return str(key)
    if isinstance(question, Ranking):
        places = cast("Mapping[str, int]", key)
        order = sorted(places, key=lambda id: (places[id], id))
        ties = len(places) * (len(places) - 1) // 2 - len(ranking_pairs(places))
        return ", then ".join(order) + (f" ({ties} pairs are equals)" if ties else "")
    if isinstance(question, Design):
        gates = [check.id for check in question.checks if check.gate]
        asked = [f"{check.id} ({check.credit:g})" for check in question.checks if not check.gate]
        return f"gates: {', '.join(gates) or 'none'}; checks: {', '.join(asked)}"
    return "read by a person"
