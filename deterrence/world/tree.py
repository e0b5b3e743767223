"""The tree of a formula: frozen nodes, and what an algebra must say to give them a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Literal:
    """A number, or infinity of either sign."""

    value: float

    def __str__(self) -> str:
        """Return the shortest text that reads back to this number."""
        return repr(float(self.value)).removesuffix(".0")


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
        """Return the call as it is written in a formula; different calls have different texts."""
        limit = "" if self.within is None else f", within={Literal(self.within)}"
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


def nodes(node: Node) -> list[Node]:
    """Return a node and everything below it."""
    found = [node]
    if isinstance(node, Operation):
        for operand in node.operands:
            found.extend(nodes(operand))
    return found
