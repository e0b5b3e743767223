"""The world from which a question starts, and its games in fractions, so that a threshold is judged as what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from deterrence.errors import DeterrenceError
from deterrence.formulation import FORMS, formulate
from deterrence.formulation.reading import Reading
from deterrence.games.form import Form
from deterrence.teaching.formulas import Exact, evaluate, exact
from deterrence.teaching.question_parts import Start
from deterrence.world.evaluation import network_value
from deterrence.world.expressions import Expression
from deterrence.world.files import load
from deterrence.world.model import Model
from deterrence.world.options import apply, read_portfolio, with_scenario
from deterrence.world.settings import close_channels

#: Forms whose measures are plain arithmetic, so that fractions stay fractions.
EXACT_FORMS = frozenset(
    {
        "bargain",
        "brinkmanship",
        "cheap_talk",
        "coalition",
        "delegation",
        "deterrence",
        "extended_deterrence",
        "power_shift",
        "restraint",
        "threat",
        "trust",
    }
)


def start_model(case: str, start: Start, names: Mapping[str, Exact]) -> Model:
    """Return the world from which a question starts: scenario, then values, then closed channels, then options.

    Raises
    ------
    DeterrenceError
        If something is not in the case.
    """
    values = {id: float(evaluate(formula, names)) for id, formula in start.set.items()}
    return world_of(case=case, scenario=start.scenario, set=values, without=start.without, option=start.option)


def world_of(
    *,
    case: str,
    scenario: str = "",
    set: Mapping[str, float],
    without: Sequence[str] = (),
    option: Sequence[str] = (),
    strengths: Mapping[str, float] | None = None,
) -> Model:
    """Return a case with a scenario, then values, then closed channels, then options; ``strengths`` adds to these.

    Raises
    ------
    DeterrenceError
        If something is not in the case.
    """
    model = _load(case)
    if scenario:
        model = with_scenario(model, scenario)
    if set:
        model = model.with_values(set)
    if without:
        model = close_channels(model, without)
    portfolio = {**(read_portfolio(model, "+".join(option)) if option else {}), **(strengths or {})}
    return apply(model, portfolio) if portfolio else model


@lru_cache(maxsize=16)
def _load(case: str) -> Model:
    return load(case)


def formulate_exactly(model: Model, id: str) -> Form:
    """Return a game of a model in fractions where its form's measures are arithmetic, else in floats.

    A formula with ``exp``, ``log``, ``sqrt``, or a network function that rounds, gives a float; then the game is one of
    floats.
    """
    if id not in model.games or model.games[id].form not in EXACT_FORMS:
        return formulate(model, id)

    def meaning(formula: Expression) -> Any:
        return evaluate(formula, parameters, lambda call: exact(float(cast("float", network_value(model, call)))))

    parameters = _Parameters(model)
    spec = model.games[id]
    try:
        return FORMS[spec.form](Reading(model, spec, meaning, lambda other: formulate(model, other)))
    except (DeterrenceError, TypeError, ArithmeticError):
        return formulate(model, id)


class _Parameters(Mapping[str, Exact]):
    """The parameters of a model as the decimals that they are written as."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __getitem__(self, id: str) -> Exact:
        return exact(float(cast("float", self._model.parameters[id].value)))

    def __iter__(self) -> Any:
        return iter(self._model.parameters)

    def __len__(self) -> int:
        return len(self._model.parameters)
