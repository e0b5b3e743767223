"""The plan of a sweep: everything that decides its numbers, written before the first of them.

Two runs with the same plan give the same bytes, whoever works on them and however often they are interrupted. The
digest of the plan therefore names a result before it exists, and a folder goes on only with the plan that it began
with.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any, get_args

from deterrence.errors import SweepError, show
from deterrence.study.sweeps.sampling import Design, Distribution, Drawn, Floats, draw_chunk

#: What the plan's file says it is.
SCHEMA = "deterrence-sweep/1"


@dataclass(frozen=True)
class SweepPlan:
    """Hold everything that decides the numbers of a sweep.

    Parameters
    ----------
    version
        The version of this package.
    model
        Id of the model.
    digest_of_model
        Its digest, overrides and scenario included.
    scenario
        The scenario in force, or an empty text.
    portfolios
        Options as text, the baseline first.
    games
        Ids of the games.
    moved
        Portfolio to the games that read anything it acts on; the others are not solved again, their numbers are the
        baseline's.
    measures
        Names of the measures that are kept; empty for all but those in ``left_out``.
    left_out
        Measures that are not computed because they take longer than the solution.
    drawn
        The parameters that are drawn, with their ranges.
    design, distribution, seed
        How they are drawn.
    n
        Draws in all.
    chunk
        Draws of each chunk but perhaps the last.
    starts
        Ladder to the rungs from which its figures are counted.
    horizon
        Periods within which figures of a ladder are counted.
    orderings
        Declared orderings that the draws may violate, with whether the model calls them contested.
    """

    version: str
    model: str
    digest_of_model: str
    scenario: str
    portfolios: tuple[str, ...]
    games: tuple[str, ...]
    moved: Mapping[str, tuple[str, ...]]
    measures: tuple[str, ...]
    left_out: tuple[str, ...]
    drawn: tuple[Drawn, ...]
    design: Design
    distribution: Distribution
    seed: int
    n: int
    chunk: int
    starts: Mapping[str, tuple[int, ...]]
    horizon: int
    orderings: Mapping[str, bool]

    @property
    def n_chunks(self) -> int:
        """How many chunks there are."""
        return math.ceil(self.n / self.chunk)

    def size(self, chunk: int) -> int:
        """Return the number of draws of a chunk."""
        return min(self.chunk, self.n - chunk * self.chunk)

    def draws(self, chunk: int) -> dict[str, Floats]:
        """Return the draws of a chunk, parameter id to an array."""
        return draw_chunk(
            self.drawn,
            chunk,
            chunk * self.chunk,
            self.size(chunk),
            seed=self.seed,
            design=self.design,
            distribution=self.distribution,
        )

    def wants(self, measure: str) -> bool:
        """Say whether a measure is kept; what follows a dot, as in ``p_top.border``, does not count."""
        name = measure.partition(".")[0]
        return name in self.measures if self.measures else name not in self.left_out

    def solved(self, portfolio: str) -> tuple[str, ...]:
        """Return the games that are solved under a portfolio: all of them at the baseline."""
        return self.games if portfolio == self.portfolios[0] else self.moved[portfolio]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the plan, as 64 hexadecimal digits."""
        text = json.dumps(self.as_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return the plan as JSON has it."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SweepPlan:
        """Return the plan that ``as_json`` wrote.

        Raises
        ------
        KeyError, TypeError
            If it is no plan of this schema.
        """
        if data["schema"] != SCHEMA:
            raise KeyError(SCHEMA)
        plain: dict[str, Any] = {each.name: _frozen(data[each.name]) for each in fields(cls)}
        plain["drawn"] = tuple(Drawn(**each) for each in data["drawn"])
        return cls(**plain)

    def difference(self, other: SweepPlan) -> str:
        """Return the first thing in which another plan differs, in words."""
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            if mine != theirs:
                if isinstance(mine, int | str) and len(str(mine)) <= 40:
                    return f"{each.name} {theirs!r} instead of {mine!r}"
                return f"other {each.name.replace('_', ' ')}"
        return "nothing"


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return {key: _frozen(item) for key, item in value.items()} if isinstance(value, dict) else value


def check_count(where: str, given: Any, least: int, most: int) -> int:
    """Return a whole number after checking it.

    Raises
    ------
    SweepError
        If it is none, or outside its bounds.
    """
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise SweepError(where, f"saw {show(given)}", f"a whole number from {least:,} to {most:,}")
    return given


def check_choice(where: str, given: Any, choices: Any) -> Any:
    """Return one of the words of a Literal after checking it.

    Raises
    ------
    SweepError
        If it is none of them.
    """
    if given not in get_args(choices):
        raise SweepError(where, f"saw {show(given)}", " or ".join(get_args(choices)))
    return given
