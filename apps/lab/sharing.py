"""Let sessions share results: what many readers ask for again and again, found in microseconds."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Condition, Lock
from typing import ParamSpec, TypeVar

from cachetools import LRUCache, cached

P = ParamSpec("P")
R = TypeVar("R")

#: Seconds after which a session no longer waits for its turn, such as behind one whose own case takes long to solve.
PATIENCE = 1.0

_turn = Lock()


@contextmanager
def in_turn() -> Generator[None]:
    """Let sessions solve one after the other: forty that solve at a time would hinder each other for seconds."""
    is_ours = _turn.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if is_ours:
            _turn.release()


def shared(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function keep what it returned; whoever asks for what is just being worked out waits for that.

    Streamlit's own caches take half a millisecond to find a result, which a move asks of them many times; they are for
    results that take so long that a reader has to be told to wait.

    Parameters
    ----------
    most
        How many results are kept, those that were asked for last. All sessions are handed the same ones, which are
        therefore not to be changed; arguments are compared by their values.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        return cached(LRUCache(most), condition=Condition())(make)

    return decorate
