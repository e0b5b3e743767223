"""Which rows of a case's requirement list its elements claim, and which they leave."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from deterrence.errors import ModelError
from deterrence.world.model import Model, check_is_model

if TYPE_CHECKING:
    import pandas as pd


def coverage(model: Model) -> pd.DataFrame:
    """Return every requirement row of a case with the elements that claim it.

    A case with sources lists what they name in ``requirements.csv`` beside its model file, and dated facts in
    ``timeline.csv``. An element claims a row by its ``refs``.

    Returns
    -------
    DataFrame
        Columns ``id``, ``group``, ``item``, ``source``, ``claimed_by`` (elements as ``kind:id``, joined by spaces;
        empty when nothing claims the row) and ``left_out`` (why nothing does, as the list says; mostly empty).

    Raises
    ------
    ModelError
        If the case has no requirement list, or an element claims a row that the list does not have.
    """
    import pandas as pd

    check_is_model(model)
    folder = model.path.parent if model.path is not None else None
    if folder is None or not (folder / "requirements.csv").is_file():
        raise ModelError(
            f"model '{model.id}'", "it has no list of requirements", "a requirements.csv beside its model file"
        )
    with (folder / "requirements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    claims: dict[str, list[str]] = {row["id"]: [] for row in rows}
    for element, refs in _claims(model):
        for ref in refs:
            if ref not in claims:
                raise ModelError(
                    element, f"it claims row '{ref}', which the list does not have", "ids of requirements.csv"
                )
            claims[ref].append(element)
    return pd.DataFrame(
        [
            {
                **{key: row[key] for key in ("id", "group", "item", "source")},
                "claimed_by": " ".join(claims[row["id"]]),
                "left_out": row.get("left_out") or "",
            }
            for row in rows
        ]
    )


def _claims(model: Model) -> list[tuple[str, tuple[str, ...]]]:
    kinds = ("actors", "ties", "channels", "parameters", "games", "options", "scenarios", "orderings")
    found = [(f"{kind[:-1]}:{record.id}", record.refs) for kind in kinds for record in getattr(model, kind).values()]
    for option in model.options.values():
        for change in option.changes:
            if change.channel is not None:
                found.append((f"channel:{change.channel.id}", change.channel.refs))
    timeline = model.path.parent / "timeline.csv" if model.path is not None else None
    if timeline is not None and timeline.is_file():
        with timeline.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                found.append((f"timeline:{number}", tuple((row.get("refs") or "").split())))
    return found
