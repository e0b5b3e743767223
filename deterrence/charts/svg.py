"""Pictures as SVG text: colours for light and dark, the width of words, boxes, and elements with everything escaped.

Lengths are in units of the ``viewBox``. Widths of text are estimates on the wide side, because a picture does not know
the font that it will be drawn with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

#: ``auto`` follows the reader's system, the others are fixed.
Theme = Literal["light", "dark", "auto"]

#: Colours by what they are for: (light, dark). Words carry the meaning; colours only help to find them.
COLOURS: Mapping[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#0e1117"),
    "panel": ("#eef1f5", "#262b36"),
    "ink": ("#1b1f24", "#f2f4f8"),
    "quiet": ("#57606a", "#a9b2bd"),
    "strategic": ("#0b4f8a", "#0b4f8a"),
    "on_strategic": ("#ffffff", "#ffffff"),
    "channel": ("#0a6b58", "#5fd3b8"),
    "tie": ("#8a4513", "#e3a56b"),
    "route": ("#f2b632", "#8a5a00"),
    "added": ("#0550ae", "#8cc0ff"),
    "removed": ("#a4133c", "#ff9db3"),
}

#: Which words stand on which ground; a test computes every contrast.
TEXT_ON: tuple[tuple[str, str], ...] = (
    ("ink", "paper"),
    ("ink", "panel"),
    ("quiet", "paper"),
    ("quiet", "panel"),
    ("on_strategic", "strategic"),
    ("channel", "paper"),
    ("tie", "paper"),
    ("added", "paper"),
    ("removed", "paper"),
)

#: Fonts that most machines have; nothing is loaded.
FONTS = "system-ui, 'Segoe UI', Arial, 'Liberation Sans', sans-serif"

#: Width of a character as a share of the font's size, by class of character.
_WIDTHS: Mapping[str, float] = {
    **dict.fromkeys(" ijl.,:;|!'()[]ftr-/", 0.4),
    **dict.fromkeys("mwMW@%", 0.98),
}
#: Characters that XML cannot hold, however they are escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BOLD = 1.1
ELLIPSIS = "…"
JOINERS = "\u200c\u200d"
DARKER = 1


@dataclass(frozen=True)
class Box:
    """A rectangle by its centre and its size."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box, *, gap: float = 0.0) -> bool:
        """Say whether two boxes come nearer than a gap."""
        return (
            2 * abs(self.x - other.x) < self.width + other.width + 2 * gap
            and 2 * abs(self.y - other.y) < self.height + other.height + 2 * gap
        )

    def contains(self, x: float, y: float, *, gap: float = 0.0) -> bool:
        """Say whether a point lies in the box, or nearer to it than a gap."""
        return 2 * abs(self.x - x) < self.width + 2 * gap and 2 * abs(self.y - y) < self.height + 2 * gap

    def is_within(self, width: float, height: float, *, gap: float = 0.0) -> bool:
        """Say whether the box lies on a canvas, a gap away from its rim."""
        across = gap <= self.x - self.width / 2 and self.x + self.width / 2 <= width - gap
        return across and gap <= self.y - self.height / 2 and self.y + self.height / 2 <= height - gap


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours such as ``#1b1f24``, between 1 and 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def clean(text: object) -> str:
    """Return a text in one line without what XML forbids and without marks that turn the direction of the rest."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Zs") else c for c in str(text))
    # Joiners are letters of Persian and Indian words, unlike the other marks of format.
    kept = "".join(c for c in kept if c in JOINERS or unicodedata.category(c) not in ("Cf", "Cs", "Cn", "Co"))
    return " ".join(kept.split()) or "unnamed"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at a size of font, rather too wide than too narrow."""
    return sum(map(_character_width, text)) * size * (BOLD if bold else 1.0)


def _character_width(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character):
        return 0.0
    if ord(character) > 0x24F:
        return 1.1 if unicodedata.east_asian_width(character) in "WF" else 0.85
    return 0.72 if character.isupper() else 0.6


def shorten_to(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text cut to a width, with an ellipsis where something was left out."""
    if text_width(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and text_width(kept + ELLIPSIS, size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrap(text: str, width: float, size: float, *, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Break a text at spaces into at most so many lines of a width; what is left over is cut."""
    done: list[str] = []
    words = text.split()
    while words and len(done) < lines - 1:
        row = words.pop(0)
        while words and text_width(f"{row} {words[0]}", size, bold=bold) <= width:
            row = f"{row} {words.pop(0)}"
        done.append(shorten_to(row, width, size, bold=bold))
    if words:
        done.append(shorten_to(" ".join(words), width, size, bold=bold))
    return tuple(done)


def element(name: str, attributes: Mapping[str, object], content: str = "") -> str:
    """Return an element; values of attributes are escaped, its content is taken as it is."""
    written = "".join(f" {key}={quoteattr(_written(value))}" for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return _ILLEGAL.sub("", str(value))


@dataclass(frozen=True)
class Pen:
    """Writes elements in the colours of a theme."""

    theme: Theme

    def paint(self, *, fill: str = "", stroke: str = "") -> dict[str, object]:
        """Return the attributes that colour an element; names are those of ``COLOURS``, empty for none."""
        names = [f"f-{fill}"] if fill else []
        names += [f"s-{stroke}"] if stroke else []
        found: dict[str, object] = {"fill": self._colour(fill)} if fill else {"fill": "none"}
        return {**found, **({"stroke": self._colour(stroke)} if stroke else {}), "class": " ".join(names)}

    def _colour(self, name: str) -> str:
        return COLOURS[name][DARKER if self.theme == "dark" else 0]

    def text(
        self, words: str, x: float, y: float, *, size: float, colour: str, anchor: str = "middle", bold: bool = False
    ) -> str:
        """Return one line of text, its middle at a height."""
        # A third of the size below the middle is the baseline; ``dominant-baseline`` is not drawn alike everywhere.
        place = {"x": x, "y": y + 0.35 * size, "font-size": size, "text-anchor": anchor}
        weight = {"font-weight": 600} if bold else {}
        # Each text finds its own direction, and right-to-left words stay in their place.
        style = {"style": "unicode-bidi:plaintext"}
        return element("text", {**place, **weight, **self.paint(fill=colour), **style}, escape(words))

    def picture(
        self, content: Iterable[str], *, width: float, height: float, title: str, description: str, prefix: str
    ) -> str:
        """Return a whole picture, with a title and a description for those who cannot see it."""
        prefix = clean(prefix).replace(" ", "-")
        attributes: dict[str, object] = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width:g} {height:g}",
            "width": f"{width:g}",
            "height": f"{height:g}",
            "style": "max-width:100%;height:auto",
            "font-family": FONTS,
            "class": "deterrence-picture",
            # Not ``img``: what is inside can be focused, and an image has no inside.
            "role": "graphics-document",
            "aria-labelledby": f"{prefix}-title",
            "aria-describedby": f"{prefix}-description",
        }
        head = [
            element("title", {"id": f"{prefix}-title"}, escape(clean(title))),
            element("desc", {"id": f"{prefix}-description"}, escape(clean(description))),
            element("style", {}, self._style()),
            element("rect", {"width": f"{width:g}", "height": f"{height:g}", **self.paint(fill="paper")}),
        ]
        return element("svg", attributes, "\n" + "\n".join([*head, *content]) + "\n")

    def _style(self) -> str:
        """Return the rules for focus, and, where the reader's system decides, the dark colours."""
        colour = self._colour("added")
        ring = f".deterrence-picture [tabindex]:focus-visible{{outline:3px solid {colour}}}"
        # The outline of a line would be a box around all of its length.
        ring += ".deterrence-picture .line:focus-visible{outline:none}"
        ring += f".deterrence-picture .line:focus-visible .hit{{stroke:{colour};stroke-opacity:.6}}"
        if self.theme != "auto":
            return ring
        return f"{ring}@media (prefers-color-scheme:dark){{{dark_rules()}}}"


def dark_rules(scope: str = ".deterrence-picture") -> str:
    """Return the rules of CSS that turn a light picture inside what a selector names into a dark one."""
    return "".join(
        f"{scope} .f-{name}{{fill:{pair[DARKER]}}}{scope} .s-{name}{{stroke:{pair[DARKER]}}}"
        for name, pair in COLOURS.items()
    )


def focusable(label: str, content: Sequence[str], attributes: Mapping[str, object]) -> str:
    """Return a group that can be reached by keyboard, with a name that is read out and shown on hovering."""
    named: dict[str, object] = {"tabindex": 0, "role": "img", "aria-label": clean(label), **attributes}
    return element("g", named, element("title", {}, escape(clean(label))) + "".join(content))
