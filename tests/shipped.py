"""Models that are shipped, read once for all tests: a model cannot be changed, and reading the case takes a while."""

from functools import cache

import deterrence as dt


@cache
def shipped(name):
    """Return the model that ``dt.load`` gives for a name."""
    return dt.load(name)
