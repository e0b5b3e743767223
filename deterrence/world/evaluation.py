"""What a formula is worth in a model: a number, draws, or a SymPy expression in the file's symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deterrence.world import network
from deterrence.world.algebras import NumericAlgebra, SymbolicAlgebra
from deterrence.world.expressions import Expression, NetworkCall
from deterrence.world.model import Model
from deterrence.world.records import Value

if TYPE_CHECKING:
    import sympy


def evaluate(model: Model, formula: Expression) -> Value:
    """Return the value of a formula in a model: a float, or an array when something it reads holds draws."""
    return formula.fold(NumericAlgebra(lambda id: model.parameters[id].value, lambda call: network_value(model, call)))


def network_value(model: Model, call: NetworkCall) -> Value:
    """Return the value of a network function; a channel that is absent has reliability, bias and importance 0."""
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
    """
    import sympy

    def written_out(call: NetworkCall) -> Any:
        if call.function in ("reach", "importance"):
            return network.symbolic_reach(model, call)
        if call.function in ("reliability", "bias") and call.ids[0] in model.channels:
            return getattr(model.channels[call.ids[0]], call.function).fold(SymbolicAlgebra())
        return sympy.Symbol(str(call))

    return formula.fold(SymbolicAlgebra(written_out if expand else None))


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
    >>> float(formula.subs(dt.values(model)))
    0.5
    """
    import sympy

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
