"""The formula language of model files: parsed by a whitelist, never evaluated as code.

A formula is made of numbers, dotted parameter ids, ``+ - * /``, ``**`` with a whole exponent from 0 to 8, parentheses,
``min max exp log sqrt``, ``where(a < b, x, y)`` with one comparison, ``inf``, and network functions whose arguments are
ids written bare: ``reach(israel, hezbollah, within=7)``. At most 500 characters and 30 levels deep.

The text becomes a small tree of frozen nodes. ``Expression.fold`` walks the tree with an *algebra*, an object that says
what a number, a name, a network call and an operation mean; see algebras.py.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from deterrence.errors import ModelError

MAX_CHARACTERS = 500
MAX_DEPTH = 30
MAX_EXPONENT = 8

#: Number of identifiers that each network function takes.
NETWORK_FUNCTIONS: Mapping[str, int] = {
    "reach": 2,
    "delay": 2,
    "secrecy": 2,
    "importance": 3,
    "reliability": 1,
    "bias": 1,
}
_FUNCTIONS: Mapping[str, tuple[int, int]] = {"min": (2, 12), "max": (2, 12), "exp": (1, 1), "log": (1, 1), "sqrt": (1, 1)}
_BINARY: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARE: Mapping[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_LANGUAGE = "numbers, ids, + - * / **, min max exp log sqrt, where(a < b, x, y) and network functions"
_FOREIGN = re.compile(r"[^A-Za-z0-9_.,()+\-*/<>=\s]")
_KEYWORD_AFTER_DIGIT = re.compile(r"\d(?:and|else|for|if|in|is|not|or)\b")
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_]*)*")


@dataclass(frozen=True)
class Literal:
    """A finite number, or infinity, with the text it was written as."""

    value: float
    text: str


@dataclass(frozen=True)
class Name:
    """A dotted parameter id."""

    id: str


@dataclass(frozen=True)
class NetworkCall:
    """A network function of actor or channel ids; ``within`` is a limit in days, or None."""

    function: str
    ids: tuple[str, ...]
    within: float | None = None

    def __str__(self) -> str:
        """Return the call as it is written in a formula."""
        limit = "" if self.within is None else f", within={self.within:g}"
        return f"{self.function}({', '.join(self.ids)}{limit})"


@dataclass(frozen=True)
class Operation:
    """An operator or a function with its operands; ``**`` has a Literal exponent."""

    operator: str
    operands: tuple[Node, ...]


Node = Literal | Name | NetworkCall | Operation


class Algebra(Protocol):
    """What the parts of a formula mean."""

    def number(self, literal: Literal) -> Any:
        """Return what a literal means."""
        ...

    def name(self, id: str) -> Any:
        """Return what a parameter id means."""
        ...

    def network(self, call: NetworkCall) -> Any:
        """Return what a network function means."""
        ...

    def operate(self, operator: str, operands: list[Any]) -> Any:
        """Return the result of an operator on evaluated operands."""
        ...


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
            if isinstance(node, Literal):
                return algebra.number(node)
            if isinstance(node, Name):
                return algebra.name(node.id)
            if isinstance(node, NetworkCall):
                return algebra.network(node)
            return algebra.operate(node.operator, [walk(operand) for operand in node.operands])

        return walk(self.node)

    @property
    def names(self) -> frozenset[str]:
        """The parameter ids that the formula reads."""
        return frozenset(node.id for node in _nodes(self.node) if isinstance(node, Name))

    @property
    def calls(self) -> frozenset[NetworkCall]:
        """The network functions that the formula reads."""
        return frozenset(node for node in _nodes(self.node) if isinstance(node, NetworkCall))


def constant(value: float) -> Expression:
    """Return the formula that is just this number."""
    text = "inf" if math.isinf(value) and value > 0 else repr(float(value)).removesuffix(".0")
    return Expression(text, Literal(float(value), text))


def interpolate(old: Expression, new: Expression, strength: float) -> Expression:
    """Return ``old + strength * (new - old)`` as a formula; just ``new`` at full strength."""
    if strength == 1:
        return new
    s = constant(strength)
    node = Operation("+", (old.node, Operation("*", (s.node, Operation("-", (new.node, old.node))))))
    return Expression(f"({old}) + {s} * (({new}) - ({old}))", node)


def scaled(expression: Expression, factor: float) -> Expression:
    """Return ``factor * expression`` as a formula."""
    if factor == 1:
        return expression
    return Expression(f"{constant(factor)} * ({expression})", Operation("*", (constant(factor).node, expression.node)))


def _nodes(node: Node) -> list[Node]:
    found = [node]
    if isinstance(node, Operation):
        for operand in node.operands:
            found.extend(_nodes(operand))
    return found


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
        raise ModelError(where, f"saw {_short(text)}", "a number or a formula in quotes")
    if not isinstance(text, str):
        return constant(text if text == math.inf else _finite(text, where))
    if len(text) > MAX_CHARACTERS:
        raise ModelError(
            where, f"saw a formula of {len(text)} characters", f"at most {MAX_CHARACTERS}", "name parts of it as parameters"
        )
    foreign = _FOREIGN.search(text) or _KEYWORD_AFTER_DIGIT.search(text)
    if foreign:
        raise ModelError(where, f"saw {foreign.group()!r} in {_short(text)}", _LANGUAGE)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ModelError(where, f"saw {_short(text)}, which is not a formula", _LANGUAGE, "check the brackets") from None
    return Expression(text.strip(), _Reader(where, text).read(tree, 1))


def _short(text: object) -> str:
    shown = repr(text) if isinstance(text, str) else f"a {type(text).__name__}"
    return shown if len(shown) <= 60 else shown[:56] + "...'"


def _finite(value: float, where: str) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ModelError(where, f"saw the number {str(value)[:20]}", "a finite number", "write inf for 'no limit'")
    return number


class _Reader:
    """Turn Python's syntax tree into ours, refusing everything that is not in the language."""

    def __init__(self, where: str, text: str) -> None:
        self.where = where
        self.text = text

    def refuse(self, what: str, allowed: str = _LANGUAGE) -> ModelError:
        return ModelError(self.where, f"saw {what} in {_short(self.text)}", allowed)

    def read(self, tree: ast.expr, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.refuse("deep nesting", f"at most {MAX_DEPTH} levels")
        if isinstance(tree, ast.Constant):
            if isinstance(tree.value, bool) or not isinstance(tree.value, int | float):
                raise self.refuse(f"{tree.value!r}")
            return Literal(_finite(tree.value, self.where), ast.unparse(tree))
        if isinstance(tree, ast.Name | ast.Attribute):
            name = self.dotted(tree)
            return Literal(math.inf, "inf") if name == "inf" else Name(name)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub | ast.UAdd):
            inner = self.read(tree.operand, depth + 1)
            return inner if isinstance(tree.op, ast.UAdd) else Operation("negative", (inner,))
        if isinstance(tree, ast.BinOp):
            return self.binary(tree, depth)
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            return self.call(tree, tree.func.id, depth)
        raise self.refuse(f"a {type(tree).__name__.lower()}")

    def binary(self, tree: ast.BinOp, depth: int) -> Node:
        left = self.read(tree.left, depth + 1)
        if isinstance(tree.op, ast.Pow):
            power = tree.right
            if not (isinstance(power, ast.Constant) and type(power.value) is int and 0 <= power.value <= MAX_EXPONENT):
                raise self.refuse("an exponent", f"a whole number from 0 to {MAX_EXPONENT} after **")
            return Operation("**", (left, Literal(float(power.value), str(power.value))))
        if type(tree.op) not in _BINARY:
            raise self.refuse(f"the operator {type(tree.op).__name__.lower()}")
        return Operation(_BINARY[type(tree.op)], (left, self.read(tree.right, depth + 1)))

    def call(self, tree: ast.Call, function: str, depth: int) -> Node:
        if function in NETWORK_FUNCTIONS:
            return self.network(tree, function)
        if tree.keywords:
            raise self.refuse(f"a keyword in {function}()")
        if function == "where":
            if len(tree.args) != 3:
                raise self.refuse(f"where with {len(tree.args)} arguments", "where(a < b, x, y)")
            test = tree.args[0]
            if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _COMPARE):
                raise self.refuse("a condition", "one comparison with < <= > >=")
            sides = tuple(self.read(side, depth + 2) for side in (test.left, test.comparators[0]))
            condition = Operation(_COMPARE[type(test.ops[0])], sides)
            return Operation("where", (condition, *(self.read(arg, depth + 1) for arg in tree.args[1:])))
        if function not in _FUNCTIONS:
            raise self.refuse(f"the function '{function}'")
        least, most = _FUNCTIONS[function]
        if not least <= len(tree.args) <= most:
            raise self.refuse(f"{function} with {len(tree.args)} arguments", f"{function} takes {least} to {most}")
        return Operation(function, tuple(self.read(arg, depth + 1) for arg in tree.args))

    def network(self, tree: ast.Call, function: str) -> Node:
        count = NETWORK_FUNCTIONS[function]
        if len(tree.args) != count or not all(isinstance(arg, ast.Name) for arg in tree.args):
            raise self.refuse(f"{function}() with other arguments", f"{count} ids in {function}()")
        within = None
        for keyword in tree.keywords:
            value = keyword.value
            if function != "reach" or keyword.arg != "within" or not isinstance(value, ast.Constant):
                raise self.refuse(f"a keyword in {function}()", "reach(a, b, within=DAYS)")
            if isinstance(value.value, bool) or not isinstance(value.value, int | float):
                raise self.refuse("a limit that is no number", "reach(a, b, within=DAYS)")
            within = _finite(value.value, self.where)
        return NetworkCall(function, tuple(self.dotted(arg) for arg in tree.args), within)

    def dotted(self, tree: ast.expr) -> str:
        parts: list[str] = []
        inner: ast.expr = tree
        while isinstance(inner, ast.Attribute) and len(parts) < MAX_DEPTH:
            parts.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            raise self.refuse("an attribute")
        name = ".".join([inner.id, *reversed(parts)])
        if not _ID.fullmatch(name):
            raise self.refuse(f"the name '{name[:40]}'", "names of lower-case letters, digits, _ and dots")
        return name
