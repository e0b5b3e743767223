"""The words of Gambit's file formats: quoted texts, braces, commas, and everything else between white space.

A fault is always told with the line and the column at which it stands, both counted from 1. In a quoted text a
backslash goes before a quotation mark, and before a backslash where it would be misread without.

Numbers are exact, decimals included, which is how Gambit reads them, after ``R`` in the first line, the only mark that
today's Gambit writes. They are floats after ``D``, the older mark of decimal data, and where the file's comment is
``FLOATS``. Files are written with ``R``, games of floats with that comment; so games of fractions and games of floats
both come back as they went out.

References
----------
Gambit documentation, "Game representation formats".
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from deterrence.errors import GameError, shorten
from deterrence.games.profile import Player

#: The comment of a file whose decimals stand for floats.
FLOATS = "Decimals stand for floating-point numbers."

#: Longer numbers are refused: exact arithmetic on them has no end.
MAX_DIGITS = 400

#: No file needs more players; each stands in every list of payoffs.
MAX_PLAYERS = 1000

# Every character has one reading and the quantifiers are possessive, so that no text keeps the pattern trying.
_TOKEN = re.compile(r'\s*+(?:"((?:\\["\\]|[^"\\]|\\(?!["\\]))*+)"|([{},])|([^\s{},"]++)|("))', re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)")
_ESCAPE = re.compile(r'\\(["\\])')
_ESCAPED = re.compile(r'"|\\(?=["\\]|\Z)')


@dataclass(frozen=True)
class Token:
    """One word of a file: a quoted ``text``, a ``mark`` (brace or comma), a bare ``word``, or the ``end``."""

    kind: Literal["text", "mark", "word", "end"]
    value: str
    offset: int

    @property
    def shown(self) -> str:
        """The token as a message shows it."""
        return "the end of the text" if self.kind == "end" else shorten(repr(self.value))


class Scanner:
    """Read a file word by word.

    Parameters
    ----------
    text
        The whole file.
    file
        What messages call it.
    """

    def __init__(self, text: str, file: str) -> None:
        self._text = text.removeprefix("\ufeff")
        self._file = file
        self._offset = 0
        self.next = self._read()

    def fault(self, saw: str, allowed: str, remedy: str = "", *, token: Token | None = None) -> GameError:
        """Return an error at a token, the next one when none is given."""
        return GameError(self.place(self.next if token is None else token), saw, allowed, remedy)

    def place(self, token: Token) -> str:
        """Return where a token stands, in words."""
        before = self._text[: token.offset]
        column = token.offset - before.rfind("\n")
        return f"{self._file}, line {before.count(chr(10)) + 1}, column {column}"

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self.next
        self.next = self._read()
        return token

    def is_mark(self, mark: str) -> bool:
        """Say whether the next token is this brace or comma."""
        return self.next.kind == "mark" and self.next.value == mark

    def expect(self, mark: str, what: str) -> Token:
        """Take a brace.

        Raises
        ------
        GameError
            If something else stands there.
        """
        if not self.is_mark(mark):
            raise self.fault(f"saw {self.next.shown}", f"'{mark}' {what}")
        return self.take()

    def text(self, what: str) -> Token:
        """Take a quoted text."""
        if self.next.kind != "text":
            raise self.fault(f"saw {self.next.shown}", f"{what} in quotation marks")
        return self.take()

    def word(self, what: str, allowed: Sequence[str]) -> str:
        """Take one of a few bare words."""
        if self.next.kind != "word" or self.next.value not in allowed:
            raise self.fault(f"saw {self.next.shown}", f"{what}: {' or '.join(allowed)}")
        return self.take().value

    def count(self, what: str, least: int = 1) -> int:
        """Take a whole number."""
        if self.next.kind != "word" or not self.next.value.isdecimal() or len(self.next.value) > 9:
            raise self.fault(f"saw {self.next.shown}", f"{what}, a whole number from {least}")
        if int(self.next.value) < least:
            raise self.fault(f"saw {self.next.value}", f"{what}, a whole number from {least}")
        return int(self.take().value)

    def number(self, what: str, is_exact: bool) -> Any:
        """Take a number: a whole number, a decimal or a fraction, exact or as a float."""
        word = self.next.value if self.next.kind == "word" else ""
        if len(word) > MAX_DIGITS or not _NUMBER.fullmatch(word):
            raise self.fault(f"saw {self.next.shown}", f"{what}, a number such as 3, -0.5 or 2/3")
        try:
            value = Fraction(word)
            number = value if is_exact else float(value)
        except (ZeroDivisionError, OverflowError):
            raise self.fault(f"saw {self.next.shown}", f"{what}, a finite number") from None
        self.take()
        return number

    def payoffs(self, n_players: int, is_exact: bool) -> tuple[Any, ...]:
        """Take the payoffs of an outcome up to the closing brace; commas between them are optional."""
        found: list[Any] = []
        while not self.is_mark("}"):
            found.append(self.number(f"payoff {len(found) + 1}", is_exact))
            if self.is_mark(","):
                self.take()
        if len(found) != n_players:
            raise self.fault(f"saw {len(found)} payoffs", f"{n_players}, one per player")
        self.take()
        return tuple(found)

    def texts(self, what: str, most: int) -> list[Token]:
        """Take a list of quoted texts in braces, at most so many."""
        self.expect("{", f"before {what}s")
        found: list[Token] = []
        while not self.is_mark("}"):
            if len(found) == most:
                raise self.fault(f"saw more than {most} {what}s", f"at most {most}")
            found.append(self.text(what))
        self.take()
        return found

    def labels(self, tokens: Sequence[Token], what: str, forbidden: str = "") -> tuple[str, ...]:
        """Return the labels of a list; where all are empty, Gambit's own numbers 1, 2, ... stand for them.

        Raises
        ------
        GameError
            If a label is empty, repeated, or holds a character that the game's outcomes are joined by.
        """
        if all(not token.value for token in tokens):
            return tuple(str(place) for place in range(1, len(tokens) + 1))
        seen: set[str] = set()
        for token in tokens:
            if not token.value or any(character in token.value for character in forbidden):
                allowed = "text" + (f" without {' or '.join(repr(c) for c in forbidden)}" if forbidden else "")
                raise self.fault(f"saw the {what} {token.shown}", f"non-empty {allowed}", "rename it", token=token)
            if token.value in seen:
                raise self.fault(f"saw the {what} {token.shown} twice", "different labels", "rename one", token=token)
            seen.add(token.value)
        return tuple(token.value for token in tokens)

    def prologue(self, kind: str, version: str) -> tuple[bool, str, tuple[Player, ...]]:
        """Take the first line: whether numbers are exact, the title, and the players' labels.

        Labels ``"0"``, ``"1"``, ... in order are read as the numbers that players have when nobody names them.
        """
        self.word("the kind of file", (kind,))
        self.word("the version", (version,))
        is_exact = self.word("the kind of numbers", ("R", "D")) == "R"
        title = self.text("the title").value
        tokens = self.texts("player", MAX_PLAYERS)
        if not tokens:
            raise self.fault("saw no player", "one or more")
        names = self.labels(tokens, "player")
        numbers = tuple(range(len(names)))
        return is_exact, title, numbers if names == tuple(str(number) for number in numbers) else names

    def comment(self, is_exact: bool) -> bool:
        """Take the comment if there is one; return whether numbers are exact after it."""
        if self.next.kind != "text":
            return is_exact
        return self.take().value != FLOATS and is_exact

    def _read(self) -> Token:
        match = _TOKEN.match(self._text, self._offset)
        if match is None:
            return Token("end", "", len(self._text))
        self._offset = match.end()
        if match[4]:
            raise self.fault("saw a quotation mark that nothing closes", "a text between two", token=_at(match, 4))
        if match[1] is not None:
            token = _at(match, 1)
            return Token("text", _ESCAPE.sub(r"\1", match[1]), token.offset - 1)
        return Token("mark", match[2], match.start(2)) if match[2] else Token("word", match[3], match.start(3))


def _at(match: re.Match[str], group: int) -> Token:
    return Token("mark", match[group], match.start(group))


def quote(text: str) -> str:
    """Return a text as the format writes it."""
    # Gambit keeps a backslash before an ordinary character as it is, and miscounts doubled ones.
    escaped = _ESCAPED.sub(r"\\\g<0>", text)
    return f'"{escaped}"'


def write_number(value: Any) -> str:
    """Return a number as the format writes it: a fraction, or the shortest decimal that reads back to the float."""
    return str(value) if isinstance(value, Fraction) else repr(float(value)).removesuffix(".0")


def write_chances(chances: Sequence[float]) -> list[str]:
    """Return probabilities as decimals that sum to exactly 1, as Gambit asks, and read back to the same floats.

    The shortest decimals serve where they sum to 1. Elsewhere what is missing is spread over the numbers in proportion
    to the gaps between floats at them, in exact arithmetic. Floats that miss 1 by more than such shares can hide have
    no decimals of that kind; then the greatest takes all that is missing and comes back so, in its last digits.

    Examples
    --------
    >>> write_chances([0.25, 0.75])
    ['0.25', '0.75']
    >>> texts = write_chances([1 / 3, 2 / 3])
    >>> sum(map(Fraction, texts)) == 1 and [float(text) for text in texts] == [1 / 3, 2 / 3]
    True
    """
    shortest = [write_number(chance) for chance in chances]
    if sum(map(Fraction, shortest)) == 1:
        return shortest
    exact = [Fraction(chance) for chance in chances]
    greatest = max(range(len(exact)), key=exact.__getitem__)
    gaps = [Fraction(math.ulp(chance)) if chance else Fraction(0) for chance in chances]
    missing = 1 - sum(exact)
    found = list(map(Fraction, shortest))
    if 2 * abs(missing) < sum(gaps):
        near = [own + missing * gap / sum(gaps) for own, gap in zip(exact, gaps, strict=True)]
        found = [Fraction(f"{Decimal(own.numerator) / Decimal(own.denominator):.20e}") for own in near]
    found[greatest] += 1 - sum(found)
    return [_decimal(value) for value in found]


def _decimal(value: Fraction) -> str:
    """Return a fraction whose denominator divides a power of ten as a decimal, digit by digit."""
    whole, rest = divmod(value, 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else str(whole)


def write_prologue(kind: str, version: int, title: str, players: Sequence[Player]) -> str:
    """Return the first line of a file."""
    names = " ".join(quote(str(player)) for player in players)
    return f"{kind} {version} R {quote(title)} {{ {names} }}"
