"""Long names beside bars: broken into lines, so that they are read whole."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

#: Letters of a line, pixels for them, and lines beyond which a name is cut.
LETTERS, ROOM, LINES = 38, 300, 3

#: Pixels of a line.
HEIGHT = 12


def name_axis(names: Iterable[str], *, letters: int = LETTERS) -> alt.Axis:
    """Return an axis that writes long names in several lines.

    Parameters
    ----------
    names
        All the names that it will write.
    letters
        How many fit a line.
    """
    import altair as alt

    lines = {name: wrapped(name, letters) for name in names if len(name) > letters}
    if not lines:
        return alt.Axis(labelLimit=ROOM)
    # The names themselves stay as they are, for tables and tooltips: only what is written beside a bar is broken.
    expression = f"{json.dumps(lines)}[datum.value] || datum.value"
    # Of several lines the first would stand beside the bar, and the others below.
    rise = {"value": 0, "condition": [_rise(lines, n) for n in range(2, LINES + 1)]}
    return alt.Axis(labelLimit=ROOM, labelExpr=expression, labelLineHeight=HEIGHT, labelOffset=rise)


def _rise(lines: Mapping[str, list[str]], n: int) -> dict[str, object]:
    names = [name for name, parts in lines.items() if len(parts) == n]
    return {"test": f"indexof({json.dumps(names)}, datum.value) >= 0", "value": -HEIGHT * (n - 1) / 2}


def wrapped(name: str, letters: int = LETTERS) -> list[str]:
    """Return a name in lines.

    Examples
    --------
    >>> wrapped("Border: Hezbollah: what it loses by holding back", 20)
    ['Border: Hezbollah:', 'what it loses by', 'holding back']
    """
    return textwrap.wrap(name, letters, max_lines=LINES, placeholder=" …")
