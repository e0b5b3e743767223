"""Long names beside bars: broken into lines, so that they are read whole."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

#: Letters of a line, pixels for them, and lines beyond which a name is cut.
LETTERS, ROOM, LINES = 38, 300, 3


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
    return alt.Axis(labelLimit=ROOM, labelExpr=expression, labelLineHeight=12)


def wrapped(name: str, letters: int = LETTERS) -> list[str]:
    """Return a name in lines.

    Examples
    --------
    >>> wrapped("Border: Hezbollah: what it loses by holding back", 20)
    ['Border: Hezbollah:', 'what it loses by', 'holding back']
    """
    return textwrap.wrap(name, letters, max_lines=LINES, placeholder=" …")
