"""The record of a measure: how it is computed, counted and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Measure:
    """One row of the table of measures.

    Parameters
    ----------
    compute
        The function of ``games/`` that returns a number, a tuple of numbers per player, or labels.
    per
        ``player``: a tuple in player order; ``game``: one value; ``member``: a figure of every equilibrium, or one for
        each player of it, which the solver hands over. A form with one equilibrium may compute it too, for formulas.
    unit
        What it is counted in.
    meaning
        One sentence in plain words.
    gives
        ``number``; ``label`` for categories; ``seat`` for the number of a player, shown as its label.
    better
        Direction that means more restraint, ``lower`` or ``higher``; empty where neither does.
    """

    compute: Callable[[Any], Any]
    per: Literal["game", "player", "member"]
    unit: str
    meaning: str
    gives: Literal["number", "label", "seat"] = "number"
    better: Literal["lower", "higher", ""] = ""

    @property
    def has_formula(self) -> bool:
        """Whether it is a number that ``compute`` reads off the game, not one that only a solver can hand over."""
        return self.gives == "number" and self.compute is not _not_computed


def figure(
    unit: str,
    meaning: str,
    *,
    better: Literal["lower", "higher", ""] = "",
    gives: Literal["number", "label"] = "number",
) -> Measure:
    """Return the row of a figure that belongs to every equilibrium: the solver's ``details["figures"]`` carry it."""
    return Measure(_not_computed, "member", unit, meaning, gives, better)


def _not_computed(game: Any) -> Any:
    raise TypeError(f"a figure of the equilibria of '{game.name}' is no property of the game")
