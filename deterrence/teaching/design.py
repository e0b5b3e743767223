"""Designs: a student's changes to a case, and whether the changed case has the properties that are asked for.

A ``Job`` is plain data, so that it can go to a worker process; ``judge`` is what happens there.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

from deterrence.errors import AnswerError, DeterrenceError, SolverError, counted, shorten, show
from deterrence.teaching.formulas import Exact, evaluate, exact
from deterrence.teaching.marks import RIGHT, Outcome, count_words, read_fields, read_number, read_text, share
from deterrence.teaching.quantities import Answer, read_measure
from deterrence.teaching.question_parts import OPTION, Check, Edit
from deterrence.teaching.schema import Design
from deterrence.teaching.worlds import formulate_exactly, world_of
from deterrence.world.model import Model, domain

#: A world to judge and what to ask of it, as JSON holds it.
Job = Mapping[str, Any]

#: What is said of one check; see ``judge``.
Verdict = bool | str | None

#: The entries of a job that make its world.
WORLD = ("case", "scenario", "set", "without", "option", "strengths")


def design_job(question: Design, names: Mapping[str, Exact], changes: Mapping[str, float]) -> Job:
    """Return the job of judging some changes: the start, the changes, and the checks.

    Parameters
    ----------
    question
        The question.
    names
        The numbers of the variant, by name in small letters.
    changes
        Parameter, or ``option:ID``, to its new value; empty for the start itself.
    """
    base = question.base
    strengths: dict[str, float] = {}
    values = {id: float(evaluate(formula, names)) for id, formula in base.set.items()}
    for field, value in changes.items():
        if field.startswith(OPTION):
            strengths[field.removeprefix(OPTION)] = value
        else:
            values[field] = value
    keys = ("id", "game", "measure", "player", "equilibrium", "equals", "at_least", "at_most", "margin")
    return {
        "case": question.case,
        "scenario": base.scenario,
        "set": values,
        "without": list(base.without),
        "option": list(base.option),
        "strengths": strengths,
        "checks": [{key: getattr(check, key) for key in keys} for check in question.checks],
    }


def judge(job: Job) -> list[Verdict]:
    """Return for every check of a job whether it holds.

    Returns
    -------
    list
        True or False; a sentence where the numbers make no game or have no such figure, so that it does not hold; None
        where the engine did not find out.
    """
    found: list[Verdict] = []
    try:
        model = world_of(**{key: job[key] for key in WORLD})
    except DeterrenceError as error:
        return [str(error) for _ in job["checks"]]
    games: dict[str, Any] = {}
    for check in job["checks"]:
        try:
            if check["game"] not in games:
                games[check["game"]] = formulate_exactly(model, check["game"])
            value = read_measure(games[check["game"]], check["measure"], check["player"], check["equilibrium"])
            found.append(_holds(check, value))
        except SolverError:
            found.append(None)
        except DeterrenceError as error:
            found.append(str(error))
    return found


def _holds(check: Mapping[str, Any], value: Answer) -> bool:
    """Say whether a value is what a check asks for, give or take its margin."""
    target = check["equals"]
    if isinstance(value, str) or isinstance(target, str):
        return value == target
    margin = exact(check["margin"])
    if target is not None and not abs(value - exact(target)) <= margin:
        return False
    if check["at_least"] is not None and not value >= exact(check["at_least"]) - margin:
        return False
    return check["at_most"] is None or value <= exact(check["at_most"]) + margin


def bounds_of(edit: Edit, model: Model) -> dict[str, tuple[float, float]]:
    """Return the least and greatest value of each field: the author's, else the case's; 0 and 1 for options.

    Parameters
    ----------
    edit
        What may be changed.
    model
        The case.
    """
    found: dict[str, tuple[float, float]] = {}
    for field in edit.fields:
        if field in edit.bounds:
            low, high = edit.bounds[field]
            found[field] = (low, high)
        elif field.startswith(OPTION):
            found[field] = (0.0, 1.0)
        else:
            parameter = model.parameters[field]
            least, most = domain(parameter)
            found[field] = (max(parameter.low, least), min(parameter.high, most))
    return found


def read_changes(question: Design, answer: Mapping[str, Any]) -> dict[str, float]:
    """Return what an answer changes, field to value.

    Raises
    ------
    AnswerError
        If it could not be read: a field that is not offered, or a value that is no number.
    """
    given = read_fields(answer, ("changes",), ("reason",))
    read_text(given.get("reason", ""))
    changes = given["changes"]
    if not isinstance(changes, dict):
        raise AnswerError("answer, changes", f"saw {show(changes)}", "a field and its new value")
    found: dict[str, float] = {}
    for field, value in cast("dict[str, Any]", changes).items():
        if field not in question.edit.fields:
            allowed = ", ".join(question.edit.fields)
            raise AnswerError("answer, changes", f"saw the field '{shorten(field)}'", allowed)
        found[field] = read_number(value, f"answer, {field}")
    return found


def refuse_changes(
    question: Design, bounds: Mapping[str, tuple[float, float]], changes: Mapping[str, float]
) -> Outcome | None:
    """Return the outcome of changes that break the rules of the question, None for changes that keep them."""
    limit = question.edit.max_changes
    if len(changes) > limit:
        said = f"{len(changes)} numbers were changed where at most {limit} may be."
        return Outcome(Fraction(0), ("too-many-changes",), (said,))
    outside = [field for field, value in changes.items() if not bounds[field][0] <= value <= bounds[field][1]]
    if outside:
        said = tuple(f"{field} was set outside {bounds[field][0]:g} to {bounds[field][1]:g}." for field in outside)
        return Outcome(Fraction(0), ("out-of-bounds",), said)
    return None


def mark_design(question: Design, verdicts: list[Verdict], answer: Mapping[str, Any]) -> Outcome:
    """Turn verdicts into credit: nothing where a gate fails, else the credits of the checks that hold."""
    held = [verdict is True for verdict in verdicts]
    failed = [check for check, yes in zip(question.checks, held, strict=True) if not yes]
    if any(check.gate for check in failed):
        credit = Fraction(0)
    else:
        credit = min(
            sum((share(check.credit) for check, yes in zip(question.checks, held, strict=True) if yes), Fraction(0)),
            Fraction(1),
        )
    reason = str(answer.get("reason", ""))
    said = [_sentence(check) for check in failed]
    if question.reason_words is not None:
        n_words = count_words(reason)
        if n_words > question.reason_words:
            said.append(
                f"The reason has {counted(n_words, 'word')} where at most {question.reason_words} are asked for."
            )
        said.append("The reason is read by a person.")
    codes = tuple(check.id for check in failed) or (RIGHT,)
    return Outcome(credit, codes, tuple(dict.fromkeys(said)))


def _sentence(check: Check) -> str:
    """Return what a student reads of a check that failed: the author's words, never the check itself."""
    if check.feedback:
        return check.feedback
    if check.gate:
        return "The change removes the very problem that was to be solved."
    return "A property that was asked for does not hold after the change."
