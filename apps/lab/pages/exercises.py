"""Exercises: open one, answer it, keep drafts, hand it in as a file; nothing leaves this session but by download."""

from __future__ import annotations

import streamlit as st
from lab import answer_fields, attempts, shown, state

from deterrence.errors import counted
from deterrence.page.words import marked
from deterrence.teaching.attempt import Attempt, design_fields, draft_file, final_file, finished, waits_for
from deterrence.teaching.attempt_words import KINDS, review
from deterrence.teaching.bundle import PublicQuestion
from deterrence.teaching.posing import Posed
from deterrence.teaching.submission import file_name, receipt
from deterrence.teaching.worksheet import worksheet_html


def draw() -> None:
    """Draw the page."""
    st.title("Exercises")
    st.markdown(
        "Questions about models, with numbers of your own, answered here and marked by the same engine. No account: "
        "your answers stay in this session until you download them. Every question asks what holds in a model, under "
        "its assumptions."
    )
    opening()
    attempt = attempts.now()
    if attempt is None:
        st.markdown(
            "**Begin with the exercise of fifteen minutes**, or bring the file that your instructor gave you. If the "
            "page was loaded anew, your answers are in the draft that you downloaded: bring that."
        )
        return
    st.header(marked(attempt.bundle.title or attempt.bundle.assignment), anchor=False)
    if attempt.bundle.about:
        st.markdown(marked(attempt.bundle.about))
    code(attempt)
    if not attempt.code:
        return
    for place, question in enumerate(attempt.bundle.questions, start=1):
        ask(attempt, place, question)
    keeping(attempt)
    finish(attempt)


def opening() -> None:
    """Choose an exercise that comes with the page, or bring a file."""
    titles = attempts.titles()
    names = ["", *sorted(titles, key=lambda name: (name != "starter", name))]
    attempt = attempts.now()
    state.show_value("exercise.pick", attempts.shipped_name(attempt.bundle) if attempt is not None else "")
    st.selectbox(
        "Exercise", names, key="exercise.pick", on_change=attempts.pick, args=("exercise.pick",),
        format_func=lambda name: titles.get(name, "your file" if attempt is not None else "choose one"),
    )  # fmt: skip
    with shown.folded("Bring a file: an exercise from your instructor, or your draft", name="exercise") as is_open:
        if is_open:
            given = st.file_uploader("File (.json)", type=["json"], key="exercise.upload", max_upload_size=1)
            if given is not None:
                found, said = attempts.read(given.getvalue(), given.name)
                if found is None:
                    st.error(marked(said))
                else:
                    st.markdown(marked(said))
                    st.button(
                        "Open this file", key="exercise.open",
                        on_click=attempts.bring, args=("exercise.upload", "fold.exercise"),
                    )  # fmt: skip


def code(attempt: Attempt) -> None:
    """Ask for the code from which the numbers follow."""
    # What was typed and is no code stays, to be mended.
    if attempt.code or "exercise.code" not in st.session_state:
        state.show_value("exercise.code", attempt.code)
    st.text_input(
        "Your code (eight letters and digits)", key="exercise.code", max_chars=20,
        on_change=attempts.take_code, args=("exercise.code",),
    )  # fmt: skip
    if fault := st.session_state.pop("exercises.code_fault", ""):
        st.error(marked(fault))
    if st.session_state.pop("exercises.recoded", False):
        st.warning("Another code, other numbers: your answers are still there, so look through them again.")
    if attempt.code == attempts.practice_code():
        st.markdown(
            f"**{attempt.code}** is a code for practice; its numbers are nobody's. Before you hand anything in, put "
            "your own code in its place."
        )
    elif attempt.code:
        st.markdown(f"Your numbers follow from the code **{attempt.code}**; others have other numbers.")
    else:
        st.markdown("The numbers of the questions follow from it. Your instructor gives it to you.")
        st.button("I have none: let me practise", key="exercise.practise", on_click=attempts.take_practice_code)


def ask(attempt: Attempt, place: int, question: PublicQuestion) -> None:
    """Draw one question, or say what must come before it."""
    st.header(marked(f"{place}. {question.title or KINDS[question.kind]}"), anchor=f"question-{place}")
    first = waits_for(attempt, question.id)
    if first:
        titles = ", ".join(one.title or one.id for one in first)
        st.markdown(marked(f"Shown once you have locked your prediction: {titles}."))
        return
    posed = attempts.posed(attempt, question.id)
    points = "1 point" if question.points == 1 else f"{question.points:g} points"
    st.markdown(marked(f"{points}, {KINDS[question.kind]}. To learn: {question.objective}."))
    for text in posed.prompt.split("\n"):
        st.markdown(marked(text))
    hints(posed)
    answer_fields.draw(posed)
    self_check(attempt, question)


def hints(posed: Posed) -> None:
    """Fold the hints away."""
    if posed.hints:
        with shown.folded(f"Hints ({len(posed.hints)})", name=f"hints.{posed.question.id}") as is_open:
            if is_open:
                st.markdown("\n".join(f"- {marked(hint)}" for hint in posed.hints))


def self_check(attempt: Attempt, question: PublicQuestion) -> None:
    """Offer a check where the author allows one."""
    if not question.self_check:
        return
    if attempts.exercise_of(attempt.bundle, attempt.bundle.sha256) is None:
        st.markdown("Your instructor allows a check, with the instructor's file, which this page does not have.")
        return
    label = "Show what the model says" if question.kind == "predict" else "Check this answer"
    st.button(
        label, key=f"exercise.check.{question.id}", on_click=attempts.check, args=(question.id,),
        disabled=question.id not in finished(attempt),
    )  # fmt: skip
    if said := attempts.checked(question.id):
        st.info("\n\n".join(marked(one) for one in said))


def keeping(attempt: Attempt) -> None:
    """Offer the draft and the worksheet."""
    st.header("Keep your work")
    st.markdown(
        "Your answers survive a change of page, not a reload or a lost connection. Download a draft now and then; "
        "bring it back above, here or on another machine."
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download a draft", draft_file(attempt), file_name(attempt.bundle, attempt.code, state="draft"),
            "application/json", key="exercise.draft", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Worksheet to print", lambda: worksheet_html(attempt.bundle, [attempt.code]),
            f"{attempt.bundle.assignment}_{attempt.code}.html", "text/html", key="exercise.print", on_click="ignore",
        )  # fmt: skip
    name = attempts.shipped_name(attempt.bundle)
    lines = [f"deterrence exercise build {name}"] if name else []
    lines.append(f"deterrence exercise show {name or attempt.bundle.assignment}.student.json --code {attempt.code}")
    st.markdown("The same questions can be asked without the page.")
    shown.commands(*lines)


def finish(attempt: Attempt) -> None:
    """Review the answers, and hand out the submission with its receipt."""
    st.header("Review and finish")
    done = finished(attempt)
    st.markdown(f"**Answered: {len(done)} of {counted(len(attempt.bundle.questions), 'question')}.**")
    lines: list[str] = []
    for place, question in enumerate(attempt.bundle.questions, start=1):
        posed = attempts.posed(attempt, question.id)
        model = design_fields(posed)[0] if question.kind == "design" else None
        said = " ".join(review(attempt, posed, model).split())
        lines.append(f"{place}. {marked(question.title or KINDS[question.kind])}: {marked(said)}")
    st.markdown("\n".join(lines))
    if not done:
        return
    if attempt.code == attempts.practice_code():
        st.warning("These answers are under the code for practice: your instructor cannot tell whose they are.")
    content = final_file(attempt)
    st.download_button(
        "Finish: download the submission", content, file_name(attempt.bundle, attempt.code), "application/json",
        key="exercise.finish", on_click="ignore",
    )  # fmt: skip
    st.markdown(
        "Hand in the file as your instructor says, with this receipt. It belongs to the answers as they stand now: "
        "another answer, another receipt."
    )
    st.code(receipt(content), language=None)


draw()
