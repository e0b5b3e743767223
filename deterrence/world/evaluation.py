"""What a formula is worth in a model: a number, draws, or a SymPy expression in the file's symbols."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from deterrence.errors import ModelError, shorten, show
from deterrence.world import network
from deterrence.world.algebras import SymbolicAlgebra, compute
from deterrence.world.expressions import Expression
from deterrence.world.model import Model, check_is_model
from deterrence.world.records import Value
from deterrence.world.tree import NetworkCall

if TYPE_CHECKING:
    import sympy


def evaluate(model: Model, formula: Expression, *, local: Mapping[str, Any] | None = None) -> Value:
    """Return the value of a formula in a model: a float, or an array when something it reads holds draws.

    Parameters
    ----------
    model
        The world.
    formula
        The formula.
    local
        What the names ``rung`` and ``top`` stand for inside a front.
    """
    if not isinstance(formula, Expression):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ModelError("formula", f"saw {show(formula)}", "an Expression, such as the arguments of a game hold")
    given, parameters = local or {}, model.parameters
    value = compute(
        formula,
        lambda id: given[id] if id in given else parameters[id].value,
        lambda call: network_value(model, call),
    )
    return value if isinstance(value, np.ndarray) and value.ndim else float(value)


def network_value(model: Model, call: NetworkCall) -> Value:
    """Return the value of a network function; a channel that is absent has reliability, bias and importance 0."""
    found = model.network_values.get(call)
    if found is None:
        found = _ask_network(model, call)
        if isinstance(found, np.ndarray):
            found.setflags(write=False)  # several formulas share it
        model.network_values[call] = found
    return found


def _ask_network(model: Model, call: NetworkCall) -> Value:
    if call.function == "reach":
        return network.reach(model, *call.ids, within=call.within)
    if call.function == "delay":
        return network.delay(model, *call.ids)
    if call.function == "secrecy":
        return network.secrecy(model, *call.ids)
    if call.ids[0] not in model.channels:
        return 0.0
    if call.function == "importance":
        return network.importance(model, *call.ids)
    return network.channel_value(model, call.ids[0], call.function)


def symbolic(model: Model, formula: Expression, *, expand: bool = False) -> Any:
    """Return a formula as a SymPy expression.

    Parameters
    ----------
    model
        The world, for its network.
    formula
        The formula.
    expand
        Write reach and importance out over the channels' reliabilities; otherwise each network function is one symbol,
        named as it is written.

    Raises
    ------
    ModelError
        If the formula compares what has no order, such as an undefined number, or a limit in days meets draws.
    """
    import sympy

    def written_out(call: NetworkCall) -> Any:
        if call.function in ("reach", "importance"):
            return network.symbolic_reach(model, call)
        if call.function in ("reliability", "bias"):
            if call.ids[0] not in model.channels:
                return sympy.Integer(0)
            attribute: Expression = getattr(model.channels[call.ids[0]], call.function)
            return attribute.fold(SymbolicAlgebra())
        return sympy.Symbol(str(call))

    try:
        return formula.fold(SymbolicAlgebra(written_out if expand else None))
    except (TypeError, ValueError) as error:
        where = f"formula '{shorten(formula.text)}'"
        raise ModelError(
            where, f"it has no symbolic form ({shorten(str(error))})", "an expression that is a number"
        ) from None


def values(model: Model) -> dict[sympy.Symbol, Value]:
    """Return every substitution that turns a symbolic result into the model's number.

    Returns
    -------
    dict
        SymPy symbol to value, for each parameter and each network function that a game of the model reads.

    Examples
    --------
    >>> import deterrence as dt
    >>> model = dt.load("textbook/prisoners_dilemma")
    >>> formula = dt.threshold(model, "patience_test", "critical_discount", "row")
    >>> float(formula.xreplace(dt.values(model)))
    0.5
    """
    import sympy

    check_is_model(model)
    substitutions: dict[sympy.Symbol, Value] = {
        sympy.Symbol(parameter.id): parameter.value for parameter in model.parameters.values()
    }
    for game in model.games.values():
        for formula in leaves(game.arguments):
            for call in formula.calls:
                substitutions[sympy.Symbol(str(call))] = network_value(model, call)
    return substitutions


def leaves(nested: Any) -> list[Expression]:
    """Return the formulas in nested tuples and mappings, in order."""
    if isinstance(nested, Expression):
        return [nested]
    if isinstance(nested, tuple):
        return [leaf for item in nested for leaf in leaves(item)]
    return [leaf for item in nested.values() for leaf in leaves(item)]
