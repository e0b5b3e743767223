"""Model files: where they are found, how TOML becomes a Model and a Model becomes TOML.

A case is looked up as an explicit path, then under ``models/`` of the checkout that this package runs from, then in the
copy that the package carries. Messages name file, key, value and remedy; nothing in a file is ever executed.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from deterrence.errors import ModelError, suggest
from deterrence.world import schema
from deterrence.world.consistency import check_consistency
from deterrence.world.expressions import Expression, Literal, constant, parse
from deterrence.world.model import Model
from deterrence.world.records import Actor, Channel, GameSpec, Option, Ordering, Parameter, Records, Scenario, Source, Tie

MAX_BYTES = 2_000_000
MAX_LINE = 5_000

_PACKAGE = Path(__file__).resolve().parent.parent


def model_folders() -> tuple[Path, ...]:
    """Return the folders that are searched for models: the checkout's, then the packaged copy."""
    checkout = _PACKAGE.parent
    folders = [checkout / "models"] if (checkout / "pyproject.toml").is_file() else []
    return tuple(folder for folder in (*folders, _PACKAGE / "_models") if folder.is_dir())


def available() -> dict[str, Path]:
    """Return the models that can be loaded by name, name to file, in alphabetical order."""
    found: dict[str, Path] = {}
    for folder in model_folders():
        for file in sorted(folder.rglob("*.toml")):
            relative = file.relative_to(folder)
            if relative.parts[0] == "exercises":
                continue
            name = relative.parent if file.name == "model.toml" else relative.with_suffix("")
            found.setdefault(name.as_posix(), file)
    return dict(sorted(found.items()))


def find(name: str | Path) -> Path:
    """Return the file of a model.

    Parameters
    ----------
    name
        A path to a ``.toml`` file or to a folder with a ``model.toml``, or a name such as ``levant_2024``,
        ``textbook/chicken`` or, where only one model ends so, ``chicken``.

    Raises
    ------
    ModelError
        If there is no such file or name; near names are suggested.
    """
    text = str(name)
    if text.endswith(".toml") or text.startswith((".", "/", "~")) or os.sep in text and Path(text).exists():
        path = Path(text).expanduser()
        path = path / "model.toml" if path.is_dir() else path
        if not path.is_file():
            raise ModelError(f"file '{text[:200]}'", "there is no such file", "a .toml file or a folder with model.toml")
        return path
    models = available()
    ending = [model for model in models if model.split("/")[-1] == text]
    if text in models:
        return models[text]
    if len(ending) == 1:
        return models[ending[0]]
    raise ModelError(f"model '{text[:200]}'", "there is no such model", "", suggest(text, models))


def load(name: str | Path) -> Model:
    """Load a model by name or path.

    Parameters
    ----------
    name
        See ``find``.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        If the file is missing, is no TOML, or any table, formula or reference in it is at fault.

    Examples
    --------
    >>> import deterrence as dt
    >>> dt.load("levant_2024").actors["oman"].role
    'mediator'
    """
    path = find(name)
    folder_name = path.parent.name if path.name == "model.toml" else path.stem
    return read(_text(path), file=path.name if path.name != "model.toml" else f"{folder_name}/model.toml", id=folder_name, path=path)


def read(text: str, *, file: str = "model", id: str = "model", path: Path | None = None) -> Model:
    """Build a model from the text of a model file.

    Parameters
    ----------
    text
        TOML in the schema ``deterrence-model/1``.
    file
        Name of the file, for messages.
    id
        Id that the model gets.
    path
        Where it came from.
    """
    _check_lines(text, file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelError(file, f"it is not TOML ({error})", "TOML 1.0", "mend that line") from None
    except RecursionError:
        raise ModelError(file, "it is nested too deeply", "tables and lists a few levels deep") from None
    if data.get("schema") != schema.SCHEMA:
        saw = schema_shown(data.get("schema"))
        raise ModelError(f"{file}, schema", saw, f"schema = \"{schema.SCHEMA}\"", "see the README of models/levant_2024")
    model = _model(schema.read_table(data, file), file, id, path)
    check_consistency(model, file)
    return model


def schema_shown(value: Any) -> str:
    """Say in words what stands where the schema should be."""
    return "the key is missing" if value is None else f"saw {str(value)[:40]!r}"


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ModelError(path.name, f"it has {size:,} bytes", f"at most {MAX_BYTES:,}", "split the case")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise ModelError(path.name, "it is not UTF-8 text", "a TOML file") from None
    except OSError as error:
        raise ModelError(path.name, f"it cannot be read ({error.strerror})", "a readable file") from None


def _check_lines(text: str, file: str) -> None:
    """Refuse what would keep a TOML parser busy: long lines and long chains of dots or brackets."""
    if len(text) > MAX_BYTES:
        raise ModelError(file, f"it has {len(text):,} characters", f"at most {MAX_BYTES:,}", "split the case")
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > MAX_LINE:
            raise ModelError(f"{file}, line {number}", f"it has {len(line):,} characters", f"at most {MAX_LINE:,}", "break it")
        head = line.split("=")[0]
        if head.count(".") > 20 or re.search(r"[\[{]{13}", re.sub(r"\s", "", line)):
            raise ModelError(f"{file}, line {number}", "it is nested too deeply", "tables and lists a few levels deep")


def _model(table: schema.ModelTable, file: str, id: str, path: Path | None) -> Model:
    def at(kind: str, key: str) -> str:
        return f"{file}, {kind} '{key}'"

    return Model(
        id=id, title=table.title, about=table.about, source=table.source, period_days=table.period_days, path=path,
        sources=_records("source", [Source(id=key, **dict(item)) for key, item in table.sources.items()], file),
        actors=_records("actor", [
            Actor(t.id, t.name, t.role, (t.position[0], t.position[1]), t.about, tuple(t.refs)) for t in table.actors
        ], file),
        ties=_records("tie", [
            Tie(t.id, t.kind, (t.ends[0], t.ends[1]), tuple(t.parameters), t.about, tuple(t.refs)) for t in table.ties
        ], file),
        channels=_records("channel", [schema.channel_record(t, at("channel", t.id)) for t in table.channels], file),
        parameters=_records("parameter", [
            Parameter(**{**dict(t), "refs": tuple(t.refs)}) for t in table.parameters
        ], file),
        options=_records("option", [_option(t, at("option", t.id)) for t in table.options], file),
        games=_records("game", [
            GameSpec(
                t.id, t.title, t.form, tuple(t.players),
                {key: schema.formulas(value, f"{at('game', t.id)}, {key}") for key, value in t.arguments.items()},
                {key: schema.names(value, f"{at('game', t.id)}, {key}") for key, value in t.labels.items()},
                t.about, tuple(t.refs),
            )
            for t in table.games
        ], file),
        scenarios=_records("scenario", [
            Scenario(t.id, t.title, t.about, dict(t.values), dict(t.rungs), tuple(t.refs)) for t in table.scenarios
        ], file),
        orderings=_records("ordering", [
            Ordering(
                t.id, t.claim, t.actor,
                tuple(parse(f, where=f"{at('ordering', t.id)}, descending[{i}]") for i, f in enumerate(t.descending)),
                t.contested, dict(t.values), t.reason, tuple(t.refs),
            )
            for t in table.orderings
        ], file),
        applied=dict(table.state.applied), overridden=tuple(table.state.overridden), scenario=table.state.scenario,
    )  # fmt: skip


def _option(t: schema.OptionTable, where: str) -> Option:
    changes = tuple(schema.change_record(change, f"{where}, change {i + 1}") for i, change in enumerate(t.changes))
    return Option(**{**dict(t), "changes": changes, "refs": tuple(t.refs)})


def _records(kind: str, items: list[Any], file: str) -> Records[Any]:
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise ModelError(f"{file}, {kind} '{item.id}'", "the id stands twice", "each id once", "rename one of them")
        seen.add(item.id)
    return Records(kind, tuple(items))


def save(model: Model, path: str | Path) -> Path:
    """Write a model as a TOML file that ``load`` reads back to an equal model.

    The file appears whole or not at all.

    Raises
    ------
    ModelError
        If a parameter holds draws, or the file cannot be written.
    """
    import tomlkit

    target = Path(path).expanduser()
    text = tomlkit.dumps(_tables(model))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=target.parent, suffix=".part", delete=False, encoding="utf-8") as part:
            part.write(text)
        os.replace(part.name, target)
    except OSError as error:
        raise ModelError(f"file '{target}'", f"it cannot be written ({error.strerror})", "a writable folder") from None
    return target


def _tables(model: Model) -> dict[str, Any]:
    tables: dict[str, Any] = {
        "schema": schema.SCHEMA, "title": model.title, "about": model.about, "source": model.source,
        "period_days": model.period_days,
        "sources": {source.id: _plain(source, leave=("id",)) for source in model.sources.values()},
    }  # fmt: skip
    state = {"applied": dict(model.applied), "overridden": list(model.overridden), "scenario": model.scenario}
    if any(state.values()):
        tables["state"] = state
    for key in ("actors", "ties", "parameters", "channels", "games", "options", "scenarios", "orderings"):
        items = [_plain(record) for record in getattr(model, key).values()]
        if items:
            tables[key] = items
    return tables


def _plain(record: Any, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a record as tables, leaving out what is empty; formulas become their text."""
    from dataclasses import fields

    table: dict[str, Any] = {}
    for item in fields(record):
        value = _value(getattr(record, item.name), record)
        if item.name not in leave and value is not None and not (isinstance(value, str | list | dict) and not value):
            table[item.name] = value
    return table


def _value(value: Any, record: Any) -> Any:
    if isinstance(value, Expression):
        is_number = isinstance(value.node, Literal) and value == constant(value.node.value)
        return float(value.node.value) if is_number and isinstance(value.node, Literal) else value.text
    if isinstance(value, Channel) or type(value).__name__ == "Change":
        return _plain(value)
    if isinstance(value, np.ndarray):
        raise ModelError(f"parameter '{record.id}'", "it holds draws", "single values in a file", "save before drawing")
    if isinstance(value, tuple):
        return [_value(item, record) for item in value]
    if isinstance(value, Mapping):
        return {key: _value(item, record) for key, item in value.items()}
    return value
