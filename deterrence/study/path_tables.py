"""The tables of escalation paths, filled from solved courses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deterrence.formulation.ladder import rung_names
from deterrence.games.ladder import Ladder
from deterrence.games.ladder_paths import Course
from deterrence.games.markov_strategies import MarkovStrategies
from deterrence.numerics import nan
from deterrence.solvers.solution import EquilibriumSet
from deterrence.study.effects import change, effect
from deterrence.study.evaluation import BASELINE
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: Table -> columns.
TABLES: Mapping[str, list[str]] = {
    "rungs": ["option", "equilibrium", "front", "period", "rung", "name", "probability"],
    "tops": ["option", "equilibrium", "front", "period", "p_top", "expected_rung"],
    "passages": ["option", "equilibrium", "front", "rung", "name", "p_reached", "first_passage", "wait"],
    "payoffs": ["option", "equilibrium", "player", "payoff", "baseline", "change", "effect"],
    "pushers": ["option", "equilibrium", "front", "rung", "name", "player", "escalate", "hold", "deescalate"],
    "likeliest": ["option", "equilibrium", "reaching", "probability", "period", "front", "rung", "name"],
    "effects": [
        "option", "front", "measure", "baseline", "value", "change", "mechanical", "strategic", "effect",
        "accidents_only", "random_choice", "lowest", "highest",
    ],
}  # fmt: skip

#: Measure of the table of effects -> what it is of a course, period by period.
EFFECTS: Mapping[str, Callable[[Course, int], Any]] = {"p_top": Course.p_top, "expected_rung": Course.expected_rung}


@dataclass(frozen=True)
class Solved:
    """Hold one portfolio: its world, its ladder, the equilibria found, and the course of each by name."""

    model: Model
    ladder: Ladder
    found: EquilibriumSet
    courses: Mapping[str, Course]

    @property
    def selected(self) -> Course | None:
        """The course of the selected equilibrium, or None where the solve failed."""
        return None if self.found.selected is None else self.courses[self.found.selected.name]

    def names(self, front: int) -> tuple[str, ...]:
        """Return the names of a front's rungs."""
        of = self.ladder.fronts[front]
        return rung_names(self.model.games[self.ladder.name].labels, of.name, of.top)


def fill_tables(solved: Mapping[str, Solved], start: tuple[int, ...], horizon: int) -> dict[str, pd.DataFrame]:
    """Return every table of ``TABLES`` for the portfolios that were solved."""
    import pandas as pd

    base = solved[BASELINE]
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
    for option, one in solved.items():
        for equilibrium, course in one.courses.items():
            head = (option, equilibrium)
            for f in range(len(one.ladder.fronts)):
                _fill_front(rows, head, one, course, f)
            rows["likeliest"] += _likeliest(head, one, course)
            rows["payoffs"] += _payoffs(head, base, course, one)
        rows["effects"] += [(option, *row.values()) for row in effect_rows(base, one, start, horizon)]
    return {name: pd.DataFrame(rows[name], columns=columns) for name, columns in TABLES.items()}


def _fill_front(
    rows: dict[str, list[tuple[Any, ...]]], head: tuple[str, str], one: Solved, course: Course, f: int
) -> None:
    """Add what belongs to one front of one course."""
    front, names = one.ladder.fronts[f], one.names(f)
    chances, reached, mean = course.rungs(f), course.p_top(f), course.expected_rung(f)
    for period in range(course.horizon + 1):
        rows["tops"].append((*head, front.name, period, float(reached[period]), float(mean[period])))
        for rung in range(front.n_rungs):
            rows["rungs"].append((*head, front.name, period, rung, names[rung], float(chances[period, rung])))
    for rung in range(course.start[f] + 1, front.n_rungs):
        by_horizon, passage = float(course.p_reached(f, rung)[-1]), course.first_passage(f, rung)
        rows["passages"].append((*head, front.name, rung, names[rung], by_horizon, passage, course.wait(f, rung)))
    for seat, (of, player) in enumerate(one.ladder.seats):
        if of == f:
            label = one.ladder.players[player]
            for rung, (lower, hold, escalate) in enumerate(course.postures(seat).tolist()):
                rows["pushers"].append((*head, front.name, rung, names[rung], label, escalate, hold, lower))


def _likeliest(head: tuple[str, str], one: Solved, course: Course) -> Iterator[tuple[Any, ...]]:
    """Yield the likeliest path of all, and the likeliest that reaches the top of each front."""
    for goal in (None, *range(len(one.ladder.fronts))):
        path, chance = course.likeliest(goal)
        reaching = "" if goal is None else one.ladder.fronts[goal].name
        for period, rungs in enumerate(path):
            for f, (front, rung) in enumerate(zip(one.ladder.fronts, rungs, strict=True)):
                yield (*head, reaching, chance, period, front.name, rung, one.names(f)[rung])


def _payoffs(head: tuple[str, str], base: Solved, course: Course, one: Solved) -> Iterator[tuple[Any, ...]]:
    before = (nan,) * len(one.ladder.players) if base.selected is None else base.selected.payoffs()
    for player, value, baseline in zip(one.ladder.players, course.payoffs(), before, strict=True):
        yield (*head, player, value, baseline, change(value, baseline), effect(value, baseline))


def effect_rows(
    base: Solved, one: Solved, start: tuple[int, ...], horizon: int, *, measures: Iterable[str] = EFFECTS
) -> Iterator[dict[str, Any]]:
    """Yield, per front and measure, the change of the selected equilibrium in its two parts, and the references.

    The keys are the columns of the table of effects after ``option``, in their order.
    """
    first, second = base.selected, one.selected
    if first is None or second is None:
        return
    ladder = one.ladder

    def course(strategies: MarkovStrategies) -> Course:
        return Course(ladder, strategies, start, horizon)

    kept = course(MarkovStrategies.checked(ladder, first.strategies.probabilities))
    held, random = course(ladder.pure("hold")), course(ladder.uniform())
    for f, front in enumerate(ladder.fronts):
        for measure in measures:
            read = EFFECTS[measure]
            then, moved, now, alone, blind = (float(read(c, f)[-1]) for c in (first, kept, second, held, random))
            every = [float(read(c, f)[-1]) for c in one.courses.values()]
            yield {
                "front": front.name,
                "measure": measure,
                "baseline": then,
                "value": now,
                "change": change(now, then),
                "mechanical": moved - then,
                "strategic": now - moved,
                "effect": effect(now, then),
                "accidents_only": alone,
                "random_choice": blind,
                "lowest": min(every),
                "highest": max(every),
            }
