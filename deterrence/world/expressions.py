"""The formula language of model files: parsed by a whitelist, never evaluated as code.

A formula is made of numbers, dotted parameter ids, ``+ - * /``, ``**`` with a whole exponent from 0 to 8, parentheses,
``min max exp log sqrt``, ``where(a < b, x, y)`` with one comparison, ``inf``, and network functions whose arguments are
ids written bare: ``reach(israel, hezbollah, within=7)``. At most 500 characters and 30 levels deep.

The text becomes a small tree of frozen nodes. ``Expression.fold`` walks the tree with an *algebra*, an object that says
what a number, a name, a network call and an operation mean; see tree.py and algebras.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deterrence.errors import ModelError, show
from deterrence.world.algebras import Function, FunctionAlgebra
from deterrence.world.reader import finite, read_tree
from deterrence.world.tree import Algebra, Literal, Name, NetworkCall, Node, Operation, nodes

MAX_CHARACTERS = 500


@dataclass(frozen=True)
class Expression:
    """A parsed formula: its text and its tree. Two are equal when their trees are."""

    text: str
    node: Node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)

    def __str__(self) -> str:
        """Return the text as written."""
        return self.text

    def fold(self, algebra: Algebra) -> Any:
        """Walk the tree from the leaves with an algebra and return what the root means."""

        def walk(node: Node) -> Any:
            if isinstance(node, Operation):
                return algebra.operate(node.operator, list(map(walk, node.operands)))
            if isinstance(node, Name):
                return algebra.name(node.id)
            return algebra.number(node) if isinstance(node, Literal) else algebra.network(node)

        return walk(self.node)

    def __reduce__(self) -> tuple[type[Expression], tuple[str, Node]]:
        """Rebuild from text and tree, because its function cannot cross process borders."""
        return Expression, (self.text, self.node)

    @cached_property
    def function(self) -> Function:
        """The formula as a function of what its names and network functions are worth; see ``FunctionAlgebra``."""
        return self.fold(FunctionAlgebra())

    @cached_property
    def names(self) -> frozenset[str]:
        """The parameter ids that the formula reads."""
        return frozenset(node.id for node in nodes(self.node) if isinstance(node, Name))

    @cached_property
    def calls(self) -> frozenset[NetworkCall]:
        """The network functions that the formula reads."""
        return frozenset(node for node in nodes(self.node) if isinstance(node, NetworkCall))


def constant(value: float) -> Expression:
    """Return the formula that is just this number."""
    node = Literal(float(value))
    return Expression(str(node), node)


def interpolate(old: Expression, new: Expression, strength: float) -> Expression:
    """Return ``(1 - strength) * old + strength * new`` as a formula; just ``new`` at full strength.

    Each formula stands in it once, so that a long row of options makes a long text, not an exponential one.

    Raises
    ------
    ModelError
        If the result is longer or deeper than the language allows.
    """
    if strength == 1:
        return new
    return parse(f"{constant(1 - strength)} * ({old}) + {constant(strength)} * ({new})", where="interpolated formula")


def scaled(expression: Expression, factor: float) -> Expression:
    """Return ``factor * expression`` as a formula.

    Raises
    ------
    ModelError
        If the result is longer or deeper than the language allows.
    """
    if factor == 1:
        return expression
    return parse(f"{constant(factor)} * ({expression})", where="scaled formula")


def parse(text: object, *, where: str = "formula") -> Expression:
    """Parse a formula.

    Parameters
    ----------
    text
        A string in the language above, or a number.
    where
        File and key, for the message.

    Returns
    -------
    Expression

    Raises
    ------
    ModelError
        If the text is not in the language. Nothing of it is ever executed.

    Examples
    --------
    >>> sorted(parse("2 * israel.stake + reach(us, iran)").names)
    ['israel.stake']
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise ModelError(where, f"saw {show(text)}", "a number or a formula in quotes")
    if not isinstance(text, str):
        return constant(text if isinstance(text, float) and math.isinf(text) else finite(text, where))
    formula = text.strip()
    if len(formula) > MAX_CHARACTERS:
        allowed = f"at most {MAX_CHARACTERS}"
        raise ModelError(
            where, f"saw a formula of {len(formula)} characters", allowed, "name parts of it as parameters"
        )
    return Expression(formula, read_tree(formula, where))
