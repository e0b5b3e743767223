"""What every form of game offers: labels for its players, a default concept, and a check of any profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, ClassVar, Protocol, cast, runtime_checkable

from deterrence.errors import GameError, shorten, show
from deterrence.games.profile import Player, StrategyProfile


@runtime_checkable
class Form(Protocol):
    """The interface of a form: a frozen record that can check a profile and cannot solve itself.

    Attributes
    ----------
    form
        The form's name in the tables FORMS and MEASURES.
    default_concept
        The name in SOLVERS that is used when nobody names another.
    worst
        The measure and the direction (``"lowest"`` or ``"highest"``) that define the worst equilibrium.
    players
        Labels in player order.
    name
        The id of the game in its model, or the form's name.
    """

    form: ClassVar[str]
    default_concept: ClassVar[str]
    worst: ClassVar[tuple[str, str]]

    @property
    def players(self) -> tuple[Player, ...]:
        """Labels in player order."""
        ...

    @property
    def name(self) -> str:
        """The id of the game."""
        ...

    def regret(self, profile: StrategyProfile) -> Any:
        """Return the most that any player gains by deviating alone, in payoff units."""
        ...


def check_is_form(given: object) -> None:
    """Refuse what is no game: the name of one, most likely.

    Raises
    ------
    GameError
        Saying how to make one.
    """
    if not isinstance(given, Form):
        remedy = f"use dt.formulate(model, {show(given, 40)})" if isinstance(given, str) else ""
        raise GameError("game", f"saw {show(given)}", "a game, such as dt.formulate(model, id) returns", remedy)


def store(record: object, fields: Mapping[str, object]) -> None:
    """Set the fields of a frozen record, in its constructor only."""
    for name, value in fields.items():
        object.__setattr__(record, name, value)


def player_labels(players: Sequence[Player] | None, n_players: int, form: str) -> tuple[Player, ...]:
    """Return labels for the players of a game: those given, or 0..n-1.

    Raises
    ------
    GameError
        If the number of labels is not the number of players, or a label occurs twice.
    """
    where, allowed = f"players of the {form}", f"{n_players} different labels"
    given = list(players) if isinstance(players, str) else players  # the letters of a text
    labels = tuple(range(n_players)) if given is None else read_sequence(given, where, allowed)
    try:
        n_different = len(set(labels))
    except TypeError:
        raise GameError(where, f"saw {shorten(repr(labels), 100)}", f"{allowed}, texts or numbers") from None
    if len(labels) != n_players or n_different != n_players:
        raise GameError(where, f"saw {shorten(repr(list(labels[:50])), 100)}", allowed)
    return labels


def read_sequence(given: object, where: str, allowed: str) -> tuple[Any, ...]:
    """Return what was given entry by entry.

    Parameters
    ----------
    given
        A list, a tuple, an array: whatever has an order. A text is one entry, not its letters; a set has no order.
    where, allowed
        The argument and what it takes, for messages.

    Raises
    ------
    GameError
        If the value is no sequence.
    """
    if not isinstance(given, str | bytes | Set | Mapping):
        try:
            return tuple(cast("Iterable[Any]", given))
        except (TypeError, ValueError, MemoryError):
            pass
    raise GameError(where, f"saw {show(given)}", f"a sequence: {allowed}")
