"""The whitelist: Python's syntax tree of a formula becomes ours, or is refused. Nothing is ever executed.

The text is checked word by word before Python's parser sees it, so that only plain decimal numbers, lower-case ids and
the language's operators reach it: no keyword, no string, no other number format.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
from collections.abc import Mapping
from threading import Lock

from deterrence.errors import ModelError, shorten
from deterrence.world.tree import Literal, Name, NetworkCall, Node, Operation

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
#: Words that no id may be or contain between dots, because Python's parser or this language reads them otherwise.
RESERVED = frozenset({*keyword.kwlist, "inf"})
#: Names that stand for numbers inside the tables of a ladder's fronts: the rung, and the number of the highest one.
LOCALS = frozenset({"rung", "top"})

LANGUAGE = "numbers, ids, + - * / **, min max exp log sqrt, where(a < b, x, y) and network functions"

_FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "min": (2, 12),
    "max": (2, 12),
    "exp": (1, 1),
    "log": (1, 1),
    "sqrt": (1, 1),
}
_BINARY: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARE: Mapping[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_FOREIGN = re.compile(r"[^A-Za-z0-9_.,()+\-*/<>=\s]")
_WORD = re.compile(r"[0-9.][0-9A-Za-z_.]*(?:(?<=[0-9.][eE])[+-][0-9]+)?|[A-Za-z_][0-9A-Za-z_.]*")
_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")

# Python 3.11 counts the depth of all syntax trees that are being built in one place, so that of two threads which parse
# at once one may be told of a fault that is none (python/cpython#106905).
_parsing = Lock()


def read_tree(text: str, where: str) -> Node:
    """Return the tree of a formula.

    Raises
    ------
    ModelError
        If the text is not in the language.
    """
    reader = _Reader(where, text)
    reader.check_words()
    try:
        tree = _parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        saw = f"saw {shorten(repr(text))}, which is not a formula"
        raise ModelError(where, saw, LANGUAGE, "check brackets and commas") from None
    return reader.read(tree, 1)


def _parse(text: str) -> ast.expr:
    with _parsing:
        try:
            return ast.parse(text, mode="eval").body
        except SystemError:  # a library was parsing something in another thread
            return ast.parse(text, mode="eval").body


def finite(value: float, where: str) -> float:
    """Return a number as a finite float, or raise a ModelError."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        seen = "a number that is too large" if number > 0 else f"the number {number}"
        raise ModelError(where, f"saw {seen}", "a finite number", "write \"inf\" for 'no limit'")
    return number


class _Reader:
    """Turn Python's syntax tree into ours, refusing everything that is not in the language."""

    def __init__(self, where: str, text: str) -> None:
        self.where = where
        self.text = text

    def refuse(self, what: str, allowed: str = LANGUAGE, remedy: str = "") -> ModelError:
        return ModelError(self.where, f"saw {what} in {shorten(repr(self.text))}", allowed, remedy)

    def check_words(self) -> None:
        """Refuse foreign characters, numbers that are not plain decimals, and words that cannot be ids."""
        foreign = _FOREIGN.search(self.text)
        if foreign:
            raise self.refuse(repr(foreign.group()))
        for word in _WORD.findall(self.text):
            if word[0].isdigit() or word[0] == ".":
                if not _NUMBER.fullmatch(word):
                    raise self.refuse(repr(shorten(word, 40)), "a plain number such as 0.5 or 1e-3, or an id")
            elif not _ID.fullmatch(word):
                raise self.refuse(repr(shorten(word, 40)), "an id of lower-case letters, digits, _ and dots")
            elif word != "inf" and not RESERVED.isdisjoint(word.split(".")):
                raise self.refuse(f"the reserved word {shorten(word, 40)!r}")

    def read(self, tree: ast.expr, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.refuse("deep nesting", f"at most {MAX_DEPTH} levels", "name parts of it as parameters")
        if isinstance(tree, ast.Constant):
            assert isinstance(tree.value, int | float)
            return Literal(finite(tree.value, self.where))
        if isinstance(tree, ast.Name | ast.Attribute):
            name = self.dotted(tree)
            return Literal(math.inf) if name == "inf" else Name(name)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub | ast.UAdd):
            inner = self.read(tree.operand, depth + 1)
            if isinstance(tree.op, ast.UAdd):
                return inner
            # A negative number is one number, so that it equals the number a TOML file or a strength gives.
            return Literal(-inner.value) if isinstance(inner, Literal) else Operation("negative", (inner,))
        if isinstance(tree, ast.BinOp):
            return self.binary(tree, depth)
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            return self.call(tree, tree.func.id, depth)
        raise self.refuse(f"a {type(tree).__name__.lower()}")

    def binary(self, tree: ast.BinOp, depth: int) -> Node:
        left = self.read(tree.left, depth + 1)
        if isinstance(tree.op, ast.Pow):
            power = tree.right
            if not (isinstance(power, ast.Constant) and isinstance(power.value, int) and power.value <= MAX_EXPONENT):
                raise self.refuse("another exponent", f"a whole number from 0 to {MAX_EXPONENT} after **")
            return Operation("**", (left, Literal(float(power.value))))
        if type(tree.op) not in _BINARY:
            raise self.refuse(f"the operator {type(tree.op).__name__.lower()}")
        return Operation(_BINARY[type(tree.op)], (left, self.read(tree.right, depth + 1)))

    def call(self, tree: ast.Call, function: str, depth: int) -> Node:
        if function in NETWORK_FUNCTIONS:
            return self.network(tree, function)
        if tree.keywords:
            raise self.refuse(f"a keyword in {shorten(function, 40)}()")
        if function == "where":
            if len(tree.args) != 3:
                raise self.refuse(f"where() with {len(tree.args)} arguments", "where(a < b, x, y)")
            test = tree.args[0]
            if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _COMPARE):
                raise self.refuse("another condition", "one comparison with < <= > >= in where()")
            sides = tuple(self.read(side, depth + 2) for side in (test.left, test.comparators[0]))
            condition = Operation(_COMPARE[type(test.ops[0])], sides)
            return Operation("where", (condition, *(self.read(arg, depth + 1) for arg in tree.args[1:])))
        if function not in _FUNCTIONS:
            raise self.refuse(f"the function '{shorten(function, 40)}'")
        least, most = _FUNCTIONS[function]
        if not least <= len(tree.args) <= most:
            allowed = f"{least} to {most} arguments" if least < most else "one argument"
            raise self.refuse(f"{function}() with {len(tree.args)} arguments", allowed)
        return Operation(function, tuple(self.read(arg, depth + 1) for arg in tree.args))

    def network(self, tree: ast.Call, function: str) -> Node:
        count = NETWORK_FUNCTIONS[function]
        if len(tree.args) != count or not all(isinstance(arg, ast.Name) for arg in tree.args):
            raise self.refuse(f"{function}() with other arguments", f"{count} ids in {function}()")
        within = None
        for keyword_given in tree.keywords:
            value = keyword_given.value
            if function != "reach" or keyword_given.arg != "within" or within is not None:
                raise self.refuse(f"a keyword in {function}()", "one limit, as in reach(a, b, within=7)")
            if not (isinstance(value, ast.Constant) and isinstance(value.value, int | float)):
                raise self.refuse("a limit that is no number", "reach(a, b, within=7), in days")
            within = finite(value.value, self.where)
        return NetworkCall(function, tuple(self.dotted(arg) for arg in tree.args), within)

    def dotted(self, tree: ast.expr) -> str:
        parts: list[str] = []
        inner = tree
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            raise self.refuse("an attribute")
        return ".".join([inner.id, *reversed(parts)])
