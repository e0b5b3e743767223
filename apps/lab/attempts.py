"""The exercises that a session has open, with every answer in the making, kept apart from the widgets.

Streamlit drops a widget's value with the page that it stands on. So a widget is set from the attempt before it is
drawn, and its callback writes into the attempt what the reader did.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

import deterrence as dt
from deterrence.teaching.attempt import (
    Attempt,
    finished,
    open_shipped,
    read_upload,
    shipped_bundles,
    with_code,
)
from deterrence.teaching.attempt_words import brought, checked_words
from deterrence.teaching.bundle import Bundle, PublicQuestion, find_exercise
from deterrence.teaching.exercise import Exercise
from deterrence.teaching.marking import Marker
from deterrence.teaching.posing import Posed, pose
from deterrence.teaching.preview import preview_codes
from deterrence.teaching.variants import draw_variant, fill
from lab import state

#: Exercises that one session may keep open.
MAX_OPEN = 10


@st.cache_resource(show_spinner=False)
def titles() -> dict[str, str]:
    """Return the exercises that come with the package, name to title."""
    return shipped_bundles()


@st.cache_resource(max_entries=32, show_spinner=False)
def shipped(name: str) -> Bundle:
    """Return the bundle of an exercise that comes with the package."""
    return open_shipped(name)


def shipped_name(bundle: Bundle) -> str:
    """Return the name of a bundle that comes with the package, nothing for a reader's own."""
    return next((name for name in titles() if shipped(name).sha256 == bundle.sha256), "")


@st.cache_resource(max_entries=64, show_spinner=False)
def exercise_of(_bundle: Bundle, sha256: str) -> Exercise | None:
    """Return the instructor's file of a bundle where the package has it."""
    return find_exercise(_bundle)


@st.cache_resource(max_entries=2000, show_spinner=False)
def _posed(_bundle: Bundle, sha256: str, id: str, code: str) -> Posed:
    return pose(_bundle, id, code)


def posed(attempt: Attempt, id: str) -> Posed:
    """Return a question as the student gets it."""
    return _posed(attempt.bundle, attempt.bundle.sha256, id, attempt.code)


def kept() -> dict[str, Attempt]:
    """Return every attempt of the session, by the checksum of its bundle."""
    return st.session_state.setdefault("attempts", {})


def now() -> Attempt | None:
    """Return the attempt that is open."""
    return kept().get(st.session_state.get("attempt", ""))


def keep(attempt: Attempt) -> None:
    """Keep an attempt, and open it."""
    others = {sha: one for sha, one in kept().items() if sha != attempt.bundle.sha256}
    st.session_state["attempts"] = dict(list({**others, attempt.bundle.sha256: attempt}.items())[-MAX_OPEN:])
    st.session_state["attempt"] = attempt.bundle.sha256


def pick(key: str) -> None:
    """Open what was chosen from the list, with what was done of it before."""
    name = st.session_state[key]
    if name:
        bundle = shipped(name)
        keep(kept().get(bundle.sha256, Attempt(bundle, _code())))


def _code() -> str:
    """Return the code that was given once, for exercises that are opened after it."""
    attempt = now()
    return attempt.code if attempt is not None else ""


def read(content: bytes, name: str) -> tuple[Attempt | None, str]:
    """Return what a file holds that the reader brought, with a sentence on it; nothing where it cannot be taken."""
    try:
        found = read_upload(content, name, {sha: one.bundle for sha, one in kept().items()})
    except dt.DeterrenceError as error:
        return None, f"{error} The page keeps what it had."
    return found, brought(found, kept().get(found.bundle.sha256))


def bring(key: str, fold: str) -> None:
    """Open the file that a field holds, and fold the field away."""
    given = st.session_state.get(key)
    found = read(given.getvalue(), given.name)[0] if given is not None else None
    if found is None:
        return
    # A bundle that is open already brings no answers; those that there are stay.
    keep(found if found.code else kept().get(found.bundle.sha256, Attempt(found.bundle, _code())))
    st.session_state[fold] = False


def take_code(key: str) -> None:
    """Take the code that was typed; say so where it gives other numbers to answers that were there before."""
    attempt = now()
    if attempt is None:
        return
    try:
        changed = with_code(attempt, st.session_state[key])
    except dt.DeterrenceError as error:
        st.session_state["exercises.code_fault"] = str(error)
        return
    if attempt.code and changed.code != attempt.code and finished(attempt):
        st.session_state["exercises.recoded"] = True
    keep(changed)


def practice_code() -> str:
    """Return the code that belongs to nobody."""
    return preview_codes(1)[0]


def take_practice_code() -> None:
    """Take the code that belongs to nobody."""
    attempt = now()
    if attempt is not None:
        keep(with_code(attempt, practice_code()))


def bound(question: PublicQuestion, part: str, value: Any) -> str:
    """Return the key of a widget for a part of an answer, set to what was answered before."""
    attempt = now()
    assert attempt is not None
    key = f"exercise.{attempt.bundle.sha256[:8]}.{question.id}.{part}"
    state.show_value(key, value)
    return key


def write(id: str, part: str, key: str) -> None:
    """Write into the attempt what a widget was set to."""
    attempt = now()
    if attempt is not None:
        keep(attempt.with_work(id, **{part: st.session_state[key]}))


def write_place(id: str, place: int, n_places: int, key: str) -> None:
    """Write into the attempt what was put in one place of an order."""
    attempt = now()
    if attempt is not None:
        order = list(attempt.of(id).get("order", [""] * n_places))
        order[place] = st.session_state[key] or ""
        keep(attempt.with_work(id, order=order))


def write_change(id: str, field: str, start: float, key: str) -> None:
    """Write into the attempt what a number of the model was set to; at its start it counts as unchanged."""
    attempt, value = now(), st.session_state[key]
    if attempt is not None and value is not None:
        changes = {name: one for name, one in attempt.of(id).get("changes", {}).items() if name != field}
        # Steps leave crumbs: 6.5 less 0.1, and 0.1 back again, is not 6.5.
        value = float(f"{value:.12g}")
        if value != start:
            changes[field] = value
        keep(attempt.with_work(id, changes=changes))


def lock(id: str) -> None:
    """Lock a prediction."""
    attempt = now()
    if attempt is not None and attempt.of(id).get("choice"):
        keep(attempt.with_work(id, locked=True, confidence=attempt.of(id).get("confidence", 0.5)))


def check(id: str) -> None:
    """Check an answer for the student who gave it, where the author allows it and the instructor's file is there."""
    attempt = now()
    answer = finished(attempt).get(id) if attempt is not None else None
    exercise = exercise_of(attempt.bundle, attempt.bundle.sha256) if attempt is not None else None
    if attempt is None or exercise is None or answer is None:
        return
    with Marker(exercise) as marker:
        mark = marker.check_oneself(id, attempt.code, answer)
    # Why an answer could not be read stands beside its field already.
    said = [checked_words(mark), *(mark.feedback if mark.status != "unreadable" else ())]
    question = exercise.question(id)
    if mark.credit == 1 or question.kind == "predict":
        variant = draw_variant(exercise.assignment, exercise.module_version, question, attempt.code)
        said.append(fill(question.explanation, variant))
    checks: dict[tuple[str, str], Any] = dict(st.session_state.get("exercises.checks", {}))
    place = (attempt.bundle.sha256, id)
    st.session_state["exercises.checks"] = {**checks, place: (attempt.code, answer, said)}


def checked(id: str) -> list[str]:
    """Return what the self-check said of the present answer, nothing where it was changed since."""
    attempt = now()
    if attempt is None:
        return []
    found = st.session_state.get("exercises.checks", {}).get((attempt.bundle.sha256, id))
    return found[2] if found and found[:2] == (attempt.code, finished(attempt).get(id)) else []
