"""The ladder on the page: three lines per front, the rungs of one world, and the sentences between two worlds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from deterrence.formulation import formulate
from deterrence.games.ladder import Ladder
from deterrence.games.ladder_paths import Course
from deterrence.page.setup import ASSUMED, BASELINE, OPTIONS
from deterrence.page.words import plain, title_of
from deterrence.solvers import solve
from deterrence.study.evaluation import BASELINE as UNCHANGED
from deterrence.study.evaluation import Evaluation
from deterrence.study.figures import apart
from deterrence.study.ladder_figures import HORIZON, attach_figures, ladder_strategies, start_of
from deterrence.study.path_tables import Solved, effect_rows
from deterrence.study.path_text import effect_sentences
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

    #: A table, or its columns by name.
    Columns = pd.DataFrame | Mapping[str, list[Any]]

#: The names of the lines for reference.
ACCIDENTS, RANDOM = "accidents and spill alone", "random choice"

#: What they mean.
REFERENCES = (
    "In the ladder model, *accidents and spill alone* is what happens if every side always holds: only accidents, and "
    "what spills over from other fronts, move the ladder. *Random choice* is what happens if every side chooses by "
    "lot. How far your lines lie from these is what choices do. Both are drawn for the last of your lines."
)

#: The three lines in words that end a clause.
LINE_WORDS: Mapping[str, str] = {
    BASELINE: "at the baseline",
    ASSUMED: "under your assumptions",
    OPTIONS: "with your options",
}


def ladders(model: Model) -> list[str]:
    """Return the ids of the ladders of a model."""
    return [game.id for game in model.games.values() if game.form == "ladder"]


def solve_ladder(model: Model, game: str) -> Solved:
    """Solve a ladder from the start of its world, as ``deterrence path`` does."""
    ladder = formulate(model, game)
    start = start_of(model, ladder)
    found = solve(ladder, rungs=start)
    if len(found.members) > 1:  # only then are they told apart by their figures, which take as long as the solve
        found = attach_figures(ladder, found, start)
    return solved_of(Evaluation(UNCHANGED, model, ladder, found, {}))


def solved_of(evaluation: Evaluation) -> Solved:
    """Return a ladder that was solved with the other games as ``solve_ladder`` returns it, without solving it again."""
    model, ladder, found = evaluation.model, cast("Ladder", evaluation.game), evaluation.found
    start = start_of(model, ladder)
    courses = {member.name: Course(ladder, ladder_strategies(member), start, HORIZON) for member in found.members}
    return Solved(model, ladder, found, courses)


def line_table(solved: Mapping[str, Solved]) -> pd.DataFrame:
    """Return the chance of the top and the expected rung of every front by period, for each line.

    Returns
    -------
    DataFrame
        Columns ``line``, ``front``, ``period``, ``p_top`` (the top reached by then), ``expected_rung``; a line whose
        solve failed has no rows.
    """
    import pandas as pd

    columns: dict[str, list[Any]] = {name: [] for name in ("line", "front", "period", "p_top", "expected_rung")}
    for line, one in solved.items():
        course = one.selected
        for f, front in enumerate(one.ladder.fronts if course is not None else ()):
            assert course is not None
            periods = range(course.horizon + 1)
            columns["line"] += [line] * len(periods)
            columns["front"] += [title_of(front.name)] * len(periods)
            columns["period"] += periods
            columns["p_top"] += course.p_top(f).tolist()
            columns["expected_rung"] += course.expected_rung(f).tolist()
    return pd.DataFrame(columns)


def front_columns(table: pd.DataFrame) -> dict[str, dict[str, list[Any]]]:
    """Return the rows of each front, by its title, as lists by column; ``table`` as ``line_table`` returns it."""
    found: dict[str, dict[str, list[Any]]] = {}
    columns = {str(name): table[name].tolist() for name in table}
    for i, front in enumerate(columns["front"]):
        rows = found.setdefault(front, {name: [] for name in columns})
        for name, values in columns.items():
            rows[name].append(values[i])
    return found


def reference_table(one: Solved) -> pd.DataFrame:
    """Return what the lines of one world are to be read against: the same columns as ``line_table``, both references.

    ``ACCIDENTS`` is the ladder on which every side always holds, so that only accidents and spill from other fronts
    move it; ``RANDOM`` the one on which every side chooses by lot, which is precision 0.
    """
    import pandas as pd

    start = start_of(one.model, one.ladder)
    played = {ACCIDENTS: one.ladder.pure("hold"), RANDOM: one.ladder.uniform()}
    tables: list[pd.DataFrame] = []
    for line, profile in played.items():
        course = Course(one.ladder, profile, start, HORIZON)
        member = one.found.selected
        told = Solved(one.model, one.ladder, one.found, {} if member is None else {member.name: course})
        tables.append(line_table({line: told}))
    return pd.concat(tables, ignore_index=True)


def reference_takeaway(table: pd.DataFrame, front: str, value: str, period_word: str) -> str:
    """Say in one sentence where the references of one front end."""
    last = table[(table["front"] == front) & (table["period"] == table["period"].max())].set_index("line")[value]
    shape = ".1%" if value == "p_top" else ".2f"
    figures = " and ".join(f"{float(last[line]):{shape}} by {line}" for line in (ACCIDENTS, RANDOM))
    return f"For reference, after as many {period_word}: {figures}."


def rung_table(one: Solved) -> pd.DataFrame:
    """Return the probability of every rung of every front by period: ``front, period, rung, name, probability``."""
    import pandas as pd

    rows: list[tuple[str, int, int, str, float]] = []
    course = one.selected
    for f, front in enumerate(one.ladder.fronts if course is not None else ()):
        assert course is not None
        names = one.names(f)
        for period, chances in enumerate(course.rungs(f).tolist()):
            rows += [(title_of(front.name), period, rung, names[rung], chance) for rung, chance in enumerate(chances)]
    return pd.DataFrame(rows, columns=["front", "period", "rung", "name", "probability"])


def ladder_sentences(before: Solved, after: Solved) -> list[str]:
    """Return what ``deterrence path`` says of the options between two worlds, with names for ids.

    Only what is told in words is worked out, and without tables: a reader who moves a lever waits for this.
    """
    start = start_of(before.model, before.ladder)
    rows = effect_rows(before, after, start, HORIZON, measures=("p_top",))
    told = effect_sentences(before, after, rows, start, HORIZON, precision=float(before.ladder.precision))
    sentences = [sentence.replace("A higher --precision", "A higher precision") for sentence in told if sentence]
    return [plain(before.model, sentence) for sentence in sentences]


def front_takeaway(table: Columns, front: str, top: str, period_word: str) -> str:
    """Say in one sentence what the lines of one front show.

    Parameters
    ----------
    table
        As ``line_table`` returns it, or its columns by name.
    front
        Its title.
    top
        The name of its top rung.
    period_word
        ``weeks`` or ``periods``.
    """
    horizon, last = _last(table, front, "p_top")
    told = zip(last, apart(list(last.values()), is_share=True), strict=True)
    figures = ", ".join(f"{chance} {LINE_WORDS[line]}" for line, chance in told)
    return f"In the ladder model, the chance of “{top}” within {horizon} {period_word} is {figures}. Not a forecast."


def rung_takeaway(table: Columns, front: str, top: str, period_word: str) -> str:
    """Say in one sentence where the lines of one front end, in rungs."""
    horizon, last = _last(table, front, "expected_rung")
    figures = ", ".join(f"{value:.2f} {LINE_WORDS[line]}" for line, value in last.items())
    return f"In the ladder model, the expected rung after {horizon} {period_word} is {figures}; the top is {top}."


def likeliest_rung(rows: pd.DataFrame, line: str, period_word: str) -> str:
    """Say in one sentence which rung of one front is likeliest at the end; ``rows`` as of ``rung_table``."""
    last = rows[rows["period"] == rows["period"].max()]
    best = last.loc[last["probability"].idxmax()]
    return (
        f"In the ladder model, {LINE_WORDS[line]}, the likeliest rung after {int(best['period'])} {period_word} is "
        f"{int(best['rung'])} ({best['name']}), with probability {float(best['probability']):.0%}."
    )


def _last(table: Columns, front: str, value: str) -> tuple[int, dict[str, float]]:
    """Return the horizon, and the value of each line there, in the order of the lines."""
    # Plain lists: a reader who moves a lever waits for this, and pandas would take ten times as long over so few rows.
    columns = (list(table[column]) for column in ("front", "line", "period", value))
    rows = [(line, period, figure) for of, line, period, figure in zip(*columns, strict=True) if of == front]
    horizon = max(period for _, period, _ in rows)
    last = {line: float(figure) for line, period, figure in rows if period == horizon}
    return horizon, {line: last[line] for line in LINE_WORDS if line in last}
