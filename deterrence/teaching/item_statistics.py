"""What a class's answers say of the questions: how hard each is, whether it separates, which misconceptions it shows.

A tidy table: one row per question, statistic and detail. Nothing in it names a student, and a correlation is shown from
thirty students on only.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import correlation, mean
from typing import Any

from deterrence.teaching.grading import Graded, Grading

COLUMNS = ("question", "statistic", "detail", "value", "low", "high", "n")

#: Students below which a correlation is not shown.
MIN_STUDENTS = 30


def item_statistics(grading: Grading) -> list[dict[str, Any]]:
    """Return the statistics of every question.

    Returns
    -------
    list of dict
        Columns ``question``, ``statistic``, ``detail``, ``value``, ``low``, ``high``, ``n``. Statistics: ``attempts``
        and ``unreadable`` (counts), ``facility`` (mean credit of attempts, in [0, 1]), ``item_rest`` (correlation of a
        question's points with those of all others, with its 95% interval; empty below thirty students or where
        nothing varies), ``share`` (of attempts, by feedback code) and ``facility_of_variant``.
    """
    return [row for question in grading.exercise.questions for row in _of_question(question.id, grading.graded)]


def _of_question(id: str, graded: Sequence[Graded]) -> Iterator[dict[str, Any]]:
    tried = [one for one in graded if one.marks[id].status in ("marked", "unsolved", "to_read")]
    marked = [one for one in tried if one.marks[id].credit is not None]
    credits = [float(one.marks[id].credit or 0) for one in marked]
    yield _row(id, "attempts", value=len(tried), n=len(graded))
    yield _row(id, "unreadable", value=sum(one.marks[id].status == "unreadable" for one in graded), n=len(graded))
    if marked:
        yield _row(id, "facility", value=mean(credits), n=len(marked))
        yield _item_rest(id, marked)
    counts = Counter(code for one in tried for code in one.marks[id].codes)
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield _row(id, "share", detail=code, value=count / len(tried), n=count)
    by_variant: defaultdict[str, list[float]] = defaultdict(list)
    for one, credit in zip(marked, credits, strict=True):
        by_variant[one.variants[id]].append(credit)
    for variant, values in sorted(by_variant.items()):
        yield _row(id, "facility_of_variant", detail=variant, value=mean(values), n=len(values))


def _item_rest(id: str, marked: Sequence[Graded]) -> dict[str, Any]:
    """Return the correlation with the rest, with Fisher's 95% interval (Fisher 1921)."""
    n = len(marked)
    if n < MIN_STUDENTS:
        return _row(id, "item_rest", detail=f"hidden below {MIN_STUDENTS} students", n=n)
    item = [one.marks[id].earned for one in marked]
    rest = [one.total - earned for one, earned in zip(marked, item, strict=True)]
    # Sums of points round, so that totals without variation may differ in their last digit.
    if max(item) - min(item) < 1e-9 or max(rest) - min(rest) < 1e-9:
        return _row(id, "item_rest", detail="nothing varies", n=n)
    r = correlation(item, rest)
    z, half = math.atanh(max(-0.999999, min(0.999999, r))), 1.96 / math.sqrt(n - 3)
    return _row(id, "item_rest", value=r, low=math.tanh(z - half), high=math.tanh(z + half), n=n)


def _row(question: str, statistic: str, **cells: Any) -> dict[str, Any]:
    return {"question": question, "statistic": statistic, **cells}
