"""Every number of a case with its grounds: listed, filtered, grouped by what it enters; model files in and out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deterrence.errors import ModelError, shorten
from deterrence.page.setup import Setup
from deterrence.page.words import ARGUMENTS, label, plain, words_of
from deterrence.study.names import name
from deterrence.study.readers import formula_reads, reads
from deterrence.world.evaluation import leaves
from deterrence.world.files import read
from deterrence.world.guard import MAX_BYTES
from deterrence.world.model import Model
from deterrence.world.records import Parameter
from deterrence.world.tables import tables_of
from deterrence.world.toml import toml_text

if TYPE_CHECKING:
    import pandas as pd

#: Every game, in the choice of what to list.
ALL = ""

#: The column of what stands for a thing that the sources name.
STANDS = "stands in the model as"


def assumption_table(model: Model, setup: Setup, *, start: Model) -> pd.DataFrame:
    """Return every parameter with its grounds.

    Parameters
    ----------
    model
        The world under the reader's assumptions.
    setup
        What the reader has set.
    start
        The baseline.

    Returns
    -------
    DataFrame
        Columns ``name``, ``value``, ``file value``, ``low``, ``high``, ``state`` (empty, ``changed``, ``outside its
        range``), ``unit``, ``meaning``, ``basis`` (a source's title, or ``assumed``), ``grounds`` (the reason, or the
        quote), ``id``.
    """
    import pandas as pd

    changed = dict(setup.values)
    rows = [
        {
            "name": label(model, p.id),
            "value": float(p.value),
            "file value": float(start.parameters[p.id].value),
            "low": p.low,
            "high": p.high,
            "state": "" if p.id not in changed else "changed" if p.low <= p.value <= p.high else "outside its range",
            "unit": p.unit,
            "meaning": _in_words(model, p.meaning),
            "basis": basis_words(model, p),
            "grounds": f"“{p.quote}” {_in_words(model, p.reason)}".strip() if p.quote else _in_words(model, p.reason),
            "id": p.id,
        }
        for p in model.parameters.values()
    ]
    return pd.DataFrame(rows)


def _in_words(model: Model, text: str) -> str:
    """Return a text with names for ids, and keys of sources that are abbreviations in capitals."""
    for id, source in model.sources.items():
        if id not in source.title.lower().split():
            text = re.sub(rf"\b{re.escape(id)}\b", id.upper(), text)
    return plain(model, text)


def basis_words(model: Model, parameter: Parameter) -> str:
    """Return where a number comes from: the source's title, or ``assumed``."""
    source = model.sources.get(parameter.basis)
    return parameter.basis if source is None else source.title


def grounds(parameter: Parameter) -> str:
    """Return the reason for an assumed number, the source's words in quotation marks for a quoted one."""
    return f"“{parameter.quote}” {parameter.reason}".strip() if parameter.quote else parameter.reason


def reading_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows of ``assumption_table`` in so few columns that all of them are in sight; nothing is left out.

    Returns
    -------
    DataFrame
        Columns ``number``, ``value`` (with its range, its unit and, where it was changed, the file's value),
        ``meaning`` and ``grounds`` (basis and reason, or the source and its words), all text.
    """
    import pandas as pd

    rows = [
        {
            "number": f"{row['name']} ({row['state']})" if row["state"] else row["name"],
            "value": f"{row['value']:g} (range {row['low']:g} to {row['high']:g}), {row['unit']}"
            + (f"; in the file {row['file value']:g}" if row["state"] else ""),
            "meaning": row["meaning"],
            "grounds": f"{row['basis'][:1].upper()}{row['basis'][1:]}: {row['grounds']}",
        }
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=["number", "value", "meaning", "grounds"])


def coverage_reading(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows of ``coverage_rows`` for reading: why a thing stands nowhere is said where it would stand."""
    shown = table.drop(columns="left_out")
    stands = zip(table[STANDS], table["left_out"], strict=True)
    shown[STANDS] = [f"{words}: {why}" if why else words for words, why in stands]
    return shown


def select_rows(
    table: pd.DataFrame, model: Model, *, text: str = "", basis: str = ALL, game: str = ALL, only_changed: bool = False
) -> pd.DataFrame:
    """Return the rows that hold a text, have a basis, are read by a game and were changed, as far as asked."""
    shown = table
    if text.strip():
        wanted = text.strip().lower()
        columns = shown[["name", "meaning", "grounds", "unit", "id"]]
        holds = [any(wanted in str(cell).lower() for cell in row) for row in columns.itertuples(index=False)]
        shown = shown[holds]
    if basis:
        shown = shown[shown["basis"] == basis]
    if game:
        shown = shown[shown["id"].isin(reads(model, game))]
    return shown[shown["state"] != ""] if only_changed else shown


def argument_groups(model: Model, game: str) -> dict[str, tuple[str, ...]]:
    """Return the parameters of a game by the argument that they enter.

    Returns
    -------
    dict
        Words for the argument, with the player's name where it has one per player, to the ids of parameters, in the
        order of the file. Arguments that are plain numbers are left out.
    """
    spec = model.games[game]
    groups: dict[str, tuple[str, ...]] = {}
    for argument, value in spec.arguments.items():
        words = ARGUMENTS.get(argument, words_of(argument))
        is_per_player = isinstance(value, tuple) and len(value) == len(spec.players)
        if is_per_player:
            parts = [
                (f"{name(model, player)}: {words}", part) for player, part in zip(spec.players, value, strict=True)
            ]
        else:
            parts = [(words[:1].upper() + words[1:], value)]
        for heading, part in parts:
            read_by = formula_reads(model, leaves(part))
            ids = tuple(id for id in model.parameters if id in read_by)
            if ids:
                groups[heading] = ids
    return groups


def range_warning(model: Model, parameter: str) -> str:
    """Say that a value lies outside its declared range; empty where it does not."""
    p = model.parameters[parameter]
    if p.low <= p.value <= p.high:
        return ""
    return (
        f"{label(model, p.id)} = {float(p.value):g} is outside its declared range, {p.low:g} to {p.high:g}. The result "
        "is computed all the same; nothing in the sources or the reasons given speaks for such a value."
    )


def standpoint(model: Model) -> list[str]:
    """Return what is said of a case's sources: each with its note, as the model file words it."""
    return [
        f"{source.title} ({source.author or 'author not named'}, {source.year or 'no year'}). {source.note}".strip()
        for source in model.sources.values()
    ]


def model_file(model: Model) -> str:
    """Return a model as the text of a model file, with the values and options in force."""
    return toml_text(tables_of(model))


def read_upload(content: bytes, name: str) -> tuple[str, str]:
    """Return the case id and the text of a model file that a reader brought, after checking all of it.

    Nothing of the file is executed or written to disk.

    Raises
    ------
    ModelError
        With one sentence on what is wrong.
    """
    id = shorten("".join(c if c.isalnum() or c in "._-" else "_" for c in name), 60).removesuffix(".toml") + ".toml"
    if len(content) > MAX_BYTES:
        raise ModelError(id, f"it has {len(content):,} bytes", f"at most {MAX_BYTES:,}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise ModelError(id, "it is not UTF-8 text", "a TOML file") from None
    model = read(text, file=id, id=id)
    if not model.games:
        raise ModelError(id, "it has no game", "at least one game")
    for parameter in model.parameters.values():
        if not isinstance(parameter.value, float):
            raise ModelError(id, f"parameter '{parameter.id}' holds draws", "single numbers")
    return id, text


def coverage_rows(model: Model) -> pd.DataFrame | None:
    """Return which elements stand for which row of the case's requirement list, or None where it has no list."""
    from deterrence.study.coverage import coverage

    try:
        table = coverage(model)
    except ModelError:
        return None
    table["claimed_by"] = [_claim_words(model, claims) for claims in table["claimed_by"]]
    table["source"] = [model.sources[id].title if id in model.sources else id for id in table["source"]]
    return table.rename(columns={"claimed_by": STANDS})


def _claim_words(model: Model, claims: str) -> str:
    said: list[str] = []
    for claim in claims.split():
        kind, _, id = claim.partition(":")
        said.append(f"{kind} {id}" if kind == "timeline" else label(model, id))
    return "; ".join(said) or "nothing yet"
