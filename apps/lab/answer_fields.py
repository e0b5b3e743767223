"""Fields for an answer, by the kind of question: full labels, no dragging, nothing said by a tooltip alone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from deterrence.page.words import marked
from deterrence.teaching.attempt import design_fields
from deterrence.teaching.attempt_words import changes_said, field_label, number_label, reading, words_said
from deterrence.teaching.posing import Posed
from deterrence.world.model import Model
from lab import attempts

#: Characters that a field takes.
MAX_LINE, MAX_REASON = 500, 10_000


def draw(posed: Posed) -> None:
    """Draw the fields of a question."""
    _FIELDS[posed.question.kind](posed)


def _work(posed: Posed) -> dict[str, object]:
    attempt = attempts.now()
    return attempt.of(posed.question.id) if attempt is not None else {}


def _line(posed: Posed) -> None:
    question = posed.question
    text = str(_work(posed).get("text", ""))
    if question.letters:
        st.markdown("\n".join(f"- **{marked(name)}**: {marked(told)}" for name, told in question.letters.items()))
    label = "Your formula" if question.kind == "symbolic" else number_label(question)
    key = attempts.bound(question, "text", text)
    st.text_input(marked(label), key=key, max_chars=MAX_LINE, on_change=attempts.write, args=(question.id, "text", key))
    if said := reading(question, text):
        st.markdown(marked(said))


def _text(posed: Posed) -> None:
    _area(posed, "text", "Your text")


def _area(posed: Posed, part: str, label: str) -> None:
    question, most = posed.question, posed.question.words or 0
    text = str(_work(posed).get(part, ""))
    key = attempts.bound(question, part, text)
    st.text_area(
        f"{label} (at most {most} words)", key=key, max_chars=MAX_REASON,
        on_change=attempts.write, args=(question.id, part, key),
    )  # fmt: skip
    st.markdown(words_said(text, most))


def _choice(posed: Posed) -> None:
    question, texts = posed.question, dict(posed.choices)
    key = attempts.bound(question, "choice", _work(posed).get("choice"))
    st.radio(
        "Your answer", list(texts), index=None, key=key, format_func=lambda id: marked(texts[id]),
        on_change=attempts.write, args=(question.id, "choice", key),
    )  # fmt: skip


def _predict(posed: Posed) -> None:
    question, work = posed.question, _work(posed)
    if work.get("locked"):
        said = dict(posed.choices)[str(work["choice"])]
        st.markdown(f"**Locked.** You expect: {marked(said)} ({work.get('confidence', 0.5):.0%} sure)")
        return
    _choice(posed)
    key = attempts.bound(question, "confidence", work.get("confidence", 0.5))
    st.slider(
        "How sure you are that this is right (0 to 1)", 0.0, 1.0, step=0.05, key=key,
        on_change=attempts.write, args=(question.id, "confidence", key),
    )  # fmt: skip
    st.markdown("Once locked, it cannot be changed. Certainty earns most when right and costs most when wrong.")
    st.button(
        "Lock this prediction", key=f"{key}.lock", disabled=not work.get("choice"),
        on_click=attempts.lock, args=(question.id,),
    )  # fmt: skip


def _ranking(posed: Posed) -> None:
    question, texts = posed.question, dict(posed.choices)
    given = _work(posed).get("order")
    order = list(given) if isinstance(given, list) else [""] * len(texts)
    for place in range(len(texts)):
        key = attempts.bound(question, f"order.{place}", order[place])
        st.selectbox(
            f"Place {place + 1} of {len(texts)}" + (" (the first)" if place == 0 else ""), ["", *texts], key=key,
            format_func=lambda id: texts.get(id, "not chosen yet"),
            on_change=attempts.write_place, args=(question.id, place, len(texts), key),
        )  # fmt: skip
    twice = [texts[id] for id in texts if order.count(id) > 1]
    if twice:
        st.warning(marked(f"In two places: {'; '.join(twice)}."))


def _design(posed: Posed) -> None:
    question, work = posed.question, _work(posed)
    model, fields = design_fields(posed)
    given = work.get("changes")
    changes = given if isinstance(given, dict) else {}
    for field in fields:
        # What a draft brings may lie anywhere; a start may lie outside of what a student may set.
        low, high = min(field.low, field.start), max(field.high, field.start)
        value = min(max(float(changes.get(field.id, field.start)), low), high)
        key = attempts.bound(question, f"change.{field.id}", value)
        st.number_input(
            marked(field_label(model, field)), min_value=low, max_value=high,
            step=field.step, format="%g", key=key, help=_meaning(model, field.id),
            on_change=attempts.write_change, args=(question.id, field.id, field.start, key),
        )  # fmt: skip
    st.markdown(marked(changes_said(question, changes, model)))
    if question.words:
        _area(posed, "reason", "Your reason")


def _meaning(model: Model, id: str) -> str | None:
    return marked(model.parameters[id].meaning) if id in model.parameters else None


_FIELDS: dict[str, Callable[[Posed], None]] = {
    "numeric": _line,
    "symbolic": _line,
    "choice": _choice,
    "ranking": _ranking,
    "design": _design,
    "predict": _predict,
    "text": _text,
}
