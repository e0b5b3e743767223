"""Charts and tables as files that a reader can keep."""

from __future__ import annotations

import importlib.util
from io import BytesIO
from typing import TYPE_CHECKING, Any

from deterrence.errors import DeterrenceError

if TYPE_CHECKING:
    import pandas as pd

#: Pixels per unit of a chart: sharp in print.
SCALE = 2


def has_png() -> bool:
    """Whether charts can be written as PNG here."""
    return importlib.util.find_spec("vl_convert") is not None


def png(chart: Any) -> bytes:
    """Return an Altair chart as a PNG, on this machine and without fetching anything.

    Raises
    ------
    DeterrenceError
        If the converter is not installed.
    """
    if not has_png():
        raise DeterrenceError("the picture", "vl-convert is not installed", "", "pip install 'deterrence[app]'")
    stream = BytesIO()
    chart.save(stream, format="png", scale_factor=SCALE)
    return stream.getvalue()


def drawing_png(svg: str) -> bytes:
    """Return a picture in SVG as a PNG, on this machine and without fetching anything.

    Raises
    ------
    DeterrenceError
        If the converter is not installed.
    """
    if not has_png():
        raise DeterrenceError("the picture", "vl-convert is not installed", "", "pip install 'deterrence[app]'")
    import vl_convert

    return vl_convert.svg_to_png(svg, scale=SCALE)


def csv(table: pd.DataFrame) -> str:
    """Return a table as CSV, numbers in full."""
    return table.to_csv(index=False)
