"""What a sweep draws: which parameters, over which ranges, and the numbers of one chunk.

Every number depends on the seed, the chunk and the parameters' order alone, so any process gives the same, in any
order. Points are drawn in the unit cube and brought to each parameter's range by the inverse of its distribution:

- *independent*: every number by itself, from the generator seeded by (seed, chunk);
- *latin*: a Latin hypercube in every chunk, from that generator: each parameter's range is cut into as many slices as
  the chunk has draws, and each slice is drawn from once. Chunks stand alone, so that memory stays flat;
- *sobol*: Sobol's sequence, scrambled once by the seed; a chunk is its stretch of the one sequence.

References
----------
M. D. McKay, R. J. Beckman and W. J. Conover (1979), A comparison of three methods for selecting values of input
variables, Technometrics 21, 239-245. A. B. Owen (1998), Scrambling Sobol' and Niederreiter-Xing points, Journal of
Complexity 14, 466-489.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SweepError, shorten, show
from deterrence.formulation import shaping_formulas
from deterrence.study.readers import formula_reads, reads
from deterrence.world.model import Model, check_value
from deterrence.world.options import apply

Floats = NDArray[np.float64]

Design = Literal["independent", "latin", "sobol"]
Distribution = Literal["uniform", "triangular"]

#: A range of one's own: low and high; None takes the one that the file declares.
Range = tuple[float, float] | None


@dataclass(frozen=True)
class Drawn:
    """One parameter that is drawn: from ``low`` to ``high``, in a triangle with its top at ``mode``."""

    id: str
    low: float
    high: float
    mode: float


def choose_drawn(
    model: Model,
    games: Sequence[str],
    portfolios: Iterable[Mapping[str, float]],
    parameters: Mapping[str, Range] | Iterable[str] | None,
    held: Iterable[str],
) -> tuple[Drawn, ...]:
    """Return the parameters that a sweep draws, in the model's order.

    Parameters
    ----------
    model
        The baseline.
    games
        The games that are swept.
    portfolios
        The options whose changes are compared.
    parameters
        What to draw, with ranges of one's own; None means every parameter with ``low < high`` that a game reads, or
        the size of an option's change, but for those that were set by hand or by the scenario.
    held
        Parameters that keep their value in any case.

    Raises
    ------
    SweepError
        If nothing is left to draw, a range is empty, or a parameter is named that cannot be drawn.
    ModelError
        For an unknown parameter, or a range that leaves what its unit allows.
    """
    portfolios = list(portfolios)
    fixed = {id for id in _names(held, "hold") if model.parameters[id]}
    read = read_parameters(model, games, portfolios)
    shaping = shaping_parameters(model, games, portfolios)
    if parameters is None:
        set_already = {*model.overridden}
        if model.scenario:
            set_already |= {*model.scenarios[model.scenario].values}
        chosen: dict[str, Range] = dict.fromkeys(
            id
            for id, p in model.parameters.items()
            if id in read and p.low < p.high and id not in shaping and id not in set_already
        )
    else:
        chosen = _named(parameters)
    drawn: dict[str, Drawn] = {}
    for id, span in chosen.items():
        if id not in fixed:
            drawn[id] = _drawn(model, id, span, shaping, read)
    if not drawn:
        allowed = "at least one parameter with low < high that a game reads"
        raise SweepError("parameters", "nothing is left to draw", allowed)
    return tuple(drawn[id] for id in model.parameters if id in drawn)


def _named(parameters: Mapping[str, Range] | Iterable[str]) -> dict[str, Range]:
    if isinstance(parameters, Mapping):
        return {str(id): span for id, span in cast("Mapping[str, Range]", parameters).items()}
    return dict.fromkeys(_names(parameters, "parameters"))


def _names(given: Any, where: str) -> list[str]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise SweepError(where, f"saw {show(given)}", "a list of ids of parameters")
    return [str(id) for id in cast("Iterable[Any]", given)]


def _drawn(model: Model, id: str, span: Any, shaping: Collection[str], read: Collection[str]) -> Drawn:
    parameter = model.parameters[id]
    where = f"parameter '{shorten(id)}'"
    if id in shaping:
        saw = "it gives a game its shape, as a number of periods does"
        raise SweepError(where, saw, "parameters that may take any number", "leave it out, and sweep once per value")
    if id not in read:
        raise SweepError(where, "no game of the sweep reads it", "", "leave it out, or name the game that does")
    try:
        low, high = (parameter.low, parameter.high) if span is None else span
        for end in (low, high):
            check_value(parameter, end)
    except (TypeError, ValueError):
        raise SweepError(where, f"saw the range {show(span)}", "two numbers, low and high") from None
    if not low < high:
        raise SweepError(where, f"its range is empty: {low:g} to {high:g}", "low < high", "hold it instead")
    return Drawn(id, float(low), float(high), float(np.clip(parameter.value, low, high)))


def read_parameters(model: Model, games: Sequence[str], portfolios: Iterable[Mapping[str, float]]) -> set[str]:
    """Return the parameters that games read, at the baseline or under options, or the size of an option's change."""
    found: set[str] = set()
    for portfolio in ({}, *portfolios):
        changed = apply(model, portfolio) if portfolio else model
        read = {id for game in games for id in reads(changed, game)}
        found |= read | _sizes(changed, portfolio, read)
    return {id for id in found if id in model.parameters}


def read_ranges(
    model: Model, game: str, portfolio: Mapping[str, float], drawn: Iterable[Drawn]
) -> dict[str, tuple[float, float]]:
    """Return the ranges of those drawn parameters that can matter to a game under an option."""
    read = read_parameters(model, [game], [portfolio])
    return {each.id: (each.low, each.high) for each in drawn if each.id in read}


def shaping_parameters(model: Model, games: Sequence[str], portfolios: Iterable[Mapping[str, float]]) -> set[str]:
    """Return the parameters that give a game its shape, and those that size a change of one of these."""
    found: set[str] = set()
    for portfolio in ({}, *portfolios):
        changed = apply(model, portfolio) if portfolio else model
        shaping = formula_reads(changed, [f for game in games for f in shaping_formulas(changed, game)])
        found |= shaping | _sizes(changed, portfolio, shaping)
    return {id for id in found if id in model.parameters}


def _sizes(model: Model, portfolio: Mapping[str, float], items: Collection[str]) -> set[str]:
    """Return what the sizes of those changes read that act, at once or through one another, on any of the items."""
    found: set[str] = set()
    changes = [change for id in portfolio for change in model.options[id].changes if change.amount is not None]
    while True:
        reached = {
            name
            for change in changes
            if {change.parameter, change.target} & (found | {*items})
            for name in formula_reads(model, [change.amount] if change.amount is not None else [])
        }
        if reached <= found:
            return found
        found |= reached


def draw_chunk(
    drawn: Sequence[Drawn],
    chunk: int,
    first: int,
    n_draws: int,
    *,
    seed: int,
    design: Design,
    distribution: Distribution,
) -> dict[str, Floats]:
    """Return the draws of one chunk, parameter id to an array (n_draws,).

    Parameters
    ----------
    drawn
        The parameters, in order.
    chunk
        Number of the chunk.
    first, n_draws
        The first draw of the chunk in the whole sweep, and how many it has.
    """
    cube = _cube(design, len(drawn), (seed, chunk), first, n_draws)
    return {each.id: quantile(each, cube[:, k], distribution) for k, each in enumerate(drawn)}


def _cube(design: Design, n_axes: int, seeds: tuple[int, int], first: int, n_draws: int) -> Floats:
    if design == "sobol":
        from scipy.stats import qmc  # deferred: heavy

        sequence = qmc.Sobol(n_axes, scramble=True, seed=np.random.default_rng(seeds[0]))
        if first:
            return sequence.fast_forward(first).random(n_draws)
        # A power of two from the start, cut to length: the same points, and no warning about their balance.
        return sequence.random(1 << (n_draws - 1).bit_length())[:n_draws]
    rng = np.random.default_rng(seeds)
    cube = rng.random((n_draws, n_axes))
    if design == "latin":
        slices = rng.permuted(np.repeat(np.arange(n_draws)[:, np.newaxis], n_axes, axis=1), axis=0)
        cube = (slices + cube) / n_draws
    return cube


def quantile(drawn: Drawn, shares: Floats, distribution: Distribution) -> Floats:
    """Return the inverse of the distribution function at the shares."""
    span = drawn.high - drawn.low
    if distribution == "uniform":
        values = drawn.low + shares * span
    else:
        rise, fall = drawn.mode - drawn.low, drawn.high - drawn.mode
        below = drawn.low + np.sqrt(shares * span * rise)
        values = np.where(shares * span < rise, below, drawn.high - np.sqrt((1 - shares) * span * fall))
    return np.clip(values, drawn.low, drawn.high)
