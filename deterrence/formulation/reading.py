"""How a formulation reads a game specification: every argument a number, an array of draws or a SymPy expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np

from deterrence.errors import ModelError, suggest
from deterrence.games.form import Form
from deterrence.numerics import Number
from deterrence.world.evaluation import evaluate
from deterrence.world.expressions import Expression
from deterrence.world.model import Model
from deterrence.world.records import GameSpec

_MISSING = object()


def ignore(_: Expression) -> None:
    """Take no note of a formula."""


@dataclass(frozen=True)
class Reading:
    """One game specification with the meaning of its formulas.

    Parameters
    ----------
    model
        The world.
    spec
        The game's specification.
    meaning
        What a formula stands for: its value in the model, or a SymPy expression.
    other
        Formulates another game of the same model in the same meaning.
    counted
        Told of every formula that must be one plain number, see ``number``.
    """

    model: Model
    spec: GameSpec
    meaning: Callable[[Expression], Number]
    other: Callable[[str], Form]
    counted: Callable[[Expression], None] = ignore

    @cached_property
    def n_draws(self) -> int:
        """How many draws the model's parameters hold, 0 when none are drawn."""
        drawn = (len(p.value) for p in self.model.parameters.values() if isinstance(p.value, np.ndarray))
        return next(drawn, 0)

    def allow(self, arguments: Iterable[str], labels: Iterable[str] = ()) -> None:
        """Refuse arguments and labels that the form does not know.

        Raises
        ------
        ModelError
            For the first unknown key, with a suggestion.
        """
        for given, known, kind in ((self.spec.arguments, arguments, "argument"), (self.spec.labels, labels, "label")):
            names = list(known)
            for key in given:
                if key not in names:
                    raise ModelError(
                        self.where(key), f"the form {self.spec.form} has no such {kind}", "", suggest(key, names)
                    )

    def where(self, argument: str) -> str:
        """Return the place of an argument, for messages."""
        return f"game '{self.spec.id}', {argument}"

    def value(self, argument: str, default: Any = _MISSING) -> Any:
        """Return an argument with every formula in it replaced by its meaning; lists become tuples."""
        if argument not in self.spec.arguments:
            if default is _MISSING:
                raise ModelError(
                    self.where(argument), "the argument is missing", f"a value for each player of a {self.spec.form}"
                )
            return default
        given = self.spec.arguments[argument]
        if isinstance(given, Mapping):
            raise ModelError(self.where(argument), "saw a table", "a number, a formula or a list of them")
        return self._read(given, argument)

    def values(self, arguments: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Any]:
        """Return arguments by name, and those of the optional ones that are given."""
        given = (name for name in optional if name in self.spec.arguments)
        return {name: self.value(name) for name in (*arguments, *given)}

    def number(self, argument: str, default: Any = _MISSING) -> float:
        """Return an argument as one plain number, whatever the meaning: for counts that shape the game."""
        given = self.spec.arguments.get(argument)
        if given is None:
            return self.value(argument, default)
        if not isinstance(given, Expression):
            raise ModelError(self.where(argument), "saw a list", "one number")
        self.counted(given)
        value = evaluate(self.model, given)
        if not isinstance(value, float):
            raise ModelError(self.where(argument), "saw draws", "one number", "take the parameter out of the sweep")
        return value

    def table(self, argument: str) -> Mapping[str, Any]:
        """Return an argument that is a table, its formulas as they stand."""
        given = self.spec.arguments.get(argument)
        if not isinstance(given, Mapping):
            saw = "the argument is missing" if given is None else "saw no table"
            raise ModelError(self.where(argument), saw, f"a table [games.arguments.{argument}.NAME] for each")
        return cast("Mapping[str, Any]", given)

    def labels(self, key: str, default: Any = _MISSING) -> Any:
        """Return names given under ``labels``."""
        if key in self.spec.labels:
            return self.spec.labels[key]
        if default is _MISSING:
            raise ModelError(self.where(f"labels, {key}"), "the key is missing", "a list of names")
        return default

    def _read(self, nested: Any, argument: str) -> Any:
        if isinstance(nested, tuple):
            return tuple(self._read(item, argument) for item in nested)
        if isinstance(nested, Mapping):
            raise ModelError(self.where(argument), "saw a table in a list", "numbers, formulas or lists of them")
        return self.meaning(nested)
