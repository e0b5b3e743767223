"""Let sessions share results: what many readers ask for again and again, found in microseconds."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition
from typing import ParamSpec, TypeVar

from cachetools import LRUCache, cached

P = ParamSpec("P")
R = TypeVar("R")


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
