"""Priors: a parameter spread over a range, evenly or evenly in its logarithm, and which parameters can be estimated.

Everything is computed on *shares*: the share u in [0, 1] of a prior below a value. On shares every prior is uniform,
so a sampler needs to know no prior, and a posterior is compared with its prior alike whatever the parameter's scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np

from deterrence.errors import EvidenceError, shorten, show, suggest
from deterrence.formulation import shaping_formulas
from deterrence.study.evidence.choices import Floats
from deterrence.study.evidence.rows import is_finite
from deterrence.study.readers import formula_reads, reads
from deterrence.world.expressions import Expression
from deterrence.world.model import Model, check_value

#: How the logit precision is called among parameters.
PRECISION = "precision"


@dataclass(frozen=True)
class Prior:
    """Hold a prior from ``low`` to ``high``: uniform (``even``), or uniform in the logarithm (``log``).

    Parameters
    ----------
    low, high
        Ends of the range, low < high; positive where the scale is ``log``.
    scale
        ``even`` or ``log``.
    """

    low: float
    high: float
    scale: Literal["even", "log"] = "even"

    def __post_init__(self) -> None:
        """Check the range.

        Raises
        ------
        EvidenceError
            If it is none.
        """
        if not (is_finite(self.low) and is_finite(self.high)):
            raise EvidenceError("prior", f"saw {show(self.low)} to {show(self.high)}", "two numbers, low < high")
        if not self.low < self.high:
            raise EvidenceError("prior", f"its range is empty: {self.low:g} to {self.high:g}", "low < high")
        if self.scale not in ("even", "log") or (self.scale == "log" and self.low <= 0):
            saw = f"saw the scale {show(self.scale)} from {self.low:g}"
            raise EvidenceError("prior", saw, "even, or log from a number above 0")

    def value(self, share: Any) -> Any:
        """Return the value below which a share of the prior lies, elementwise."""
        if self.scale == "log":
            return self.low * (self.high / self.low) ** share
        return self.low + share * (self.high - self.low)

    def slope(self, share: Any) -> Any:
        """Return how fast the value moves with the share: one over the density."""
        if self.scale == "log":
            return self.value(share) * math.log(self.high / self.low)
        return np.full_like(np.asarray(share, dtype=np.float64), self.high - self.low)

    @property
    def mean(self) -> float:
        """The mean."""
        low, high = self.low, self.high
        return (high - low) / math.log(high / low) if self.scale == "log" else (low + high) / 2

    @property
    def sd(self) -> float:
        """The standard deviation."""
        low, high = self.low, self.high
        if self.scale == "even":
            return (high - low) / math.sqrt(12)
        return math.sqrt((high**2 - low**2) / (2 * math.log(high / low)) - self.mean**2)


#: A prior as a caller may give it; None takes the range that the file declares.
Given = Prior | tuple[float, float] | None


def read_priors(
    model: Model, game: str, parameters: Mapping[str, Given] | Iterable[str], precision: Given | float
) -> tuple[dict[str, Prior], float | None]:
    """Return the priors of what is estimated, precision first, and the precision where it is held.

    Raises
    ------
    EvidenceError
        If a parameter is unknown, is read by no formula of the ladder, shapes it, or has no range; or if nothing is
        left to estimate.
    """
    if isinstance(parameters, str):
        raise EvidenceError("parameters", f"saw {show(parameters)}", "a list of ids, or ids with ranges")
    given: dict[str, Given] = (
        dict(cast("Mapping[str, Given]", parameters)) if isinstance(parameters, Mapping) else dict.fromkeys(parameters)
    )
    found: dict[str, Prior] = {}
    held: float | None = None
    own = _precision_parameter(model, game)
    if isinstance(precision, int | float):
        if not is_finite(precision) or precision < 0:
            raise EvidenceError("precision_prior", f"saw {show(precision)}", "a range, or one number of 0 or more")
        held = float(precision)
    elif precision is None:
        found[PRECISION] = _own_precision(model, own)
    else:
        found[PRECISION] = precision if isinstance(precision, Prior) else _ranged(precision, "precision_prior", True)
        if found[PRECISION].low < 0:
            raise EvidenceError("precision_prior", f"saw {found[PRECISION].low:g}", "a range from 0 or more")
    for id, span in given.items():
        found[id] = _parameter(model, game, id, span, own)
    if not found:
        raise EvidenceError("parameters", "precision is held and nothing else is named", "a parameter to estimate")
    return found, held


def _precision_parameter(model: Model, game: str) -> str | None:
    formula = model.games[game].arguments.get("precision")
    names = tuple(formula.names) if isinstance(formula, Expression) else ()
    return names[0] if len(names) == 1 and names[0] in model.parameters else None


def _own_precision(model: Model, id: str | None) -> Prior:
    if id is None or not 0 <= model.parameters[id].low < model.parameters[id].high:
        raise EvidenceError("precision_prior", "the file declares no range of precision", "a range, as in (1, 30)")
    return _ranged((model.parameters[id].low, model.parameters[id].high), "precision_prior", True)


def _ranged(span: Any, where: str, is_precision: bool) -> Prior:
    try:
        low, high = (float(end) for end in span)
    except (TypeError, ValueError):
        raise EvidenceError(where, f"saw {show(span)}", "two numbers, low < high, or a Prior") from None
    # A factor of two in precision means the same everywhere on its range; a step of one does not.
    return Prior(low, high, "log" if is_precision and low > 0 else "even")


def _parameter(model: Model, game: str, id: str, span: Given, own: str | None) -> Prior:
    where = f"parameter '{shorten(str(id))}'"
    if id not in model.parameters:
        raise EvidenceError(where, "there is no such parameter", "", suggest(str(id), list(model.parameters)))
    if id == own:
        raise EvidenceError(where, "it is the precision of the ladder", "precision_prior for that", "leave it out")
    if id not in reads(model, game):
        raise EvidenceError(where, f"the ladder '{game}' does not read it", "a parameter that it reads")
    if id in formula_reads(model, shaping_formulas(model, game)):
        raise EvidenceError(where, "it gives the ladder its shape", "parameters that may take any number")
    parameter = model.parameters[id]
    prior = span if isinstance(span, Prior) else _ranged((parameter.low, parameter.high) if span is None else span,
                                                         where, False)  # fmt: skip
    for end in (prior.low, prior.high):
        check_value(parameter, end)
    return prior


def values_at(priors: Mapping[str, Prior], shares: Floats) -> dict[str, Floats]:
    """Return the values at shares (n_draws, n_parameters), by name."""
    return {name: np.asarray(prior.value(shares[:, k])) for k, (name, prior) in enumerate(priors.items())}
