"""Charts and tables as files that a reader can keep."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from deterrence.errors import DeterrenceError

if TYPE_CHECKING:
    import pandas as pd

#: Pixels per unit of a chart: sharp in print.
SCALE = 2

#: Pixels between the axes of a file whose chart takes the width of the page.
WIDTH = 480


def has_png() -> bool:
    """Whether charts can be written as PNG here."""
    return importlib.util.find_spec("vl_convert") is not None


def chart_spec(chart: Any) -> dict[str, Any]:
    """Return an Altair chart as plain data, its rows under names that do not change with the rows.

    Altair names rows by their content. Under a constant name, a browser that is sent the same chart with other rows
    moves the lines instead of painting everything anew.
    """
    # The charts are our own, so checking them against the schema every time would only cost the reader time.
    spec: dict[str, Any] = chart.to_dict(validate=False)
    rows = spec.pop("datasets", {})
    names = {old: f"rows_{n}" for n, old in enumerate(rows)}
    return {**_renamed(spec, names), "datasets": {names[old]: listed for old, listed in rows.items()}}


def _renamed(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, list):
        return [_renamed(one, names) for one in part]
    if not isinstance(part, dict):
        return part
    data: Any = part.get("data")
    is_named = isinstance(data, dict) and data.get("name") in names
    fresh = {"data": {"name": names[data["name"]]}} if is_named else {}
    return {key: _renamed(one, names) for key, one in part.items()} | fresh


def with_rows(spec: Mapping[str, Any], columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return a chart of one table with other rows, given by column, and everything else as it was.

    The rows are kept as an Arrow table, which is what a browser is sent.
    """
    import pyarrow as pa

    (name,) = spec["datasets"]
    return {**spec, "datasets": {name: pa.table(dict(columns))}}


def png(chart: Any) -> bytes:
    """Return a chart as a PNG, on this machine and without fetching anything.

    Parameters
    ----------
    chart
        An Altair chart, or one as plain data.

    Raises
    ------
    DeterrenceError
        If the converter is not installed.
    """
    if not has_png():
        raise DeterrenceError("the picture", "vl-convert is not installed", "", "pip install 'deterrence[app]'")
    import vl_convert

    spec: dict[str, Any] = chart if isinstance(chart, dict) else chart_spec(chart)
    rows = {n: r if isinstance(r, list) else r.to_pylist() for n, r in spec.get("datasets", {}).items()}
    spec = {**spec, "datasets": rows}
    if spec.get("width") == "container":
        # There is no page whose width it could take; what it would get instead leaves no room beside long labels.
        spec["width"] = WIDTH
    return vl_convert.vegalite_to_png(spec, scale=SCALE)


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
