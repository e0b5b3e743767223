"""Undo and redo: a frozen line of what was, what is, and what was undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State")

#: Steps that can be undone; older ones are forgotten, so that a session stays small.
MAX_STEPS = 100


@dataclass(frozen=True)
class History(Generic[State]):
    """Hold the present state, those before it (the latest last) and those undone (the next first).

    Examples
    --------
    >>> history = record(record(History("a"), "b"), "c")
    >>> undo(history).now, redo(undo(history)).now
    ('b', 'c')
    """

    now: State
    past: tuple[State, ...] = ()
    future: tuple[State, ...] = ()


def record(history: History[State], state: State) -> History[State]:
    """Return the history with a new present; what was undone is gone. The same state again is no step."""
    if state == history.now:
        return history
    return History(state, (*history.past, history.now)[-MAX_STEPS:])


def undo(history: History[State]) -> History[State]:
    """Return the history one step back; the same where nothing is left to undo."""
    if not history.past:
        return history
    return History(history.past[-1], history.past[:-1], (history.now, *history.future))


def redo(history: History[State]) -> History[State]:
    """Return the history one step forward again; the same where nothing was undone."""
    if not history.future:
        return history
    return History(history.future[0], (*history.past, history.now), history.future[1:])
