"""Exceptions, all of them sentences that say where, what was seen, what is allowed and what to try.

The tree::

    DeterrenceError
    ├── ModelError      a model file, a parameter, an actor, a channel, a formula
    ├── OptionError     a policy option, its strength, the change it makes
    ├── GameError       the arguments of a game form, a profile that does not fit
    ├── SolverError     a concept that does not apply, a threshold that has no formula
    ├── SweepError      a sweep's ranges, its folder, the processes that work on it
    ├── EvidenceError   coded moves, outcomes of crises, priors, what is to be estimated
    └── ExerciseError   an exercise file, a bundle for students, a submission, a roster
        └── AnswerError an answer that could not be read: a fault of form, not a wrong answer

A solver that searched and did not converge does not raise: it returns a result whose status says so.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

#: Longest text that ``suggest`` gives, so that a message stays one readable sentence whatever a file calls its things.
MAX_SUGGESTION = 160

#: Longest text that a message says was seen.
MAX_SEEN = 400


class DeterrenceError(Exception):
    """Report one fault in one sentence.

    Parameters
    ----------
    where
        The file and key, or the argument, that is at fault.
    saw
        What was found there.
    allowed
        What would have been accepted.
    remedy
        What to try, as an imperative.
    """

    def __init__(self, where: str, saw: str, allowed: str = "", remedy: str = "") -> None:
        self.where = where
        self.saw = saw
        self.allowed = allowed
        self.remedy = remedy
        parts = [f"{where}: {shorten(saw, MAX_SEEN)}"]
        if allowed:
            parts.append(f"allowed is {allowed}")
        if remedy:
            parts.append(remedy)
        # What a file says may hold line ends, escape sequences or letters that turn the line round.
        text = "".join(character if character.isprintable() else " " for character in "; ".join(parts))
        super().__init__(text if text.endswith("?") else text + ".")

    def __reduce__(self) -> tuple[type[DeterrenceError], tuple[str, str, str, str]]:
        """Rebuild from the four parts, so that the error crosses process borders."""
        return type(self), (self.where, self.saw, self.allowed, self.remedy)


class ModelError(DeterrenceError):
    """A model file or one of its records is at fault."""


class OptionError(DeterrenceError):
    """A policy option, its strength or the change it makes is at fault."""


class GameError(DeterrenceError):
    """The arguments of a game, or a profile offered to it, are at fault."""


class SolverError(DeterrenceError):
    """A solution concept does not apply to the game it was given."""


class SweepError(DeterrenceError):
    """What a sweep draws, where it writes, or who works on it is at fault."""


class EvidenceError(DeterrenceError):
    """Data that a model is held against, or what is to be estimated from them, is at fault."""


class ExerciseError(DeterrenceError):
    """An exercise file, a bundle for students, a submission or a roster is at fault."""


class AnswerError(ExerciseError):
    """An answer to an exercise could not be read: a fault of form, which uses up no attempt."""


def suggest(name: str, known: Iterable[str]) -> str:
    """Say which known names are near to a misspelt one.

    Parameters
    ----------
    name
        What was asked for.
    known
        The names that exist.

    Returns
    -------
    str
        ``"did you mean 'x'?"`` when something is near, else ``"known are: ..."`` with at most a dozen names, fewer when
        they are long.
    """
    names = sorted(known)
    near = difflib.get_close_matches(shorten(name, 100), names, n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f"'{shorten(word, 40)}'" for word in near) + "?"
    if not names:
        return "none is defined"
    listed: list[str] = []
    for word in names[:12]:
        listed.append(shorten(word, 40))
        if sum(len(one) + 2 for one in listed) > MAX_SUGGESTION - 40:
            break
    rest = len(names) - len(listed)
    return "known are: " + ", ".join(listed) + (f" and {rest} more" if rest > 0 else "")


def shorten(text: str, limit: int = 60) -> str:
    """Return a text cut to a limit, with three dots where something was left out."""
    return text if len(text) <= limit else text[: limit - 3] + "..."


def counted(n: float, thing: str, plural: str = "") -> str:
    """Return a number of things in words, one of them in the singular.

    Examples
    --------
    >>> counted(1, "fault"), counted(0.5, "point"), counted(2, "entry", "entries")
    ('1 fault', '0.5 points', '2 entries')
    """
    return f"{n:,g} {thing if n == 1 else plural or f'{thing}s'}"


def show(value: object, limit: int = 60) -> str:
    """Return a value as a message shows it: text in quotes, a number as it is written, else what kind of thing it is.

    Examples
    --------
    >>> show("twice"), show(0.5), show(True), show([1, 2])
    ("'twice'", '0.5', 'true', 'a list')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**limit:
        return f"a number of more than {limit} digits"
    if isinstance(value, str | int | float):
        return shorten(repr(value), limit)
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return "nothing" if value is None else f"a {type(value).__name__}"
