"""Model files: where they are found, how TOML becomes a Model and a Model becomes TOML.

A case is looked up as an explicit path, then under ``models/`` of the checkout that this package runs from, then in the
copy that the package carries. Messages name file, key, value and remedy; nothing in a file is ever executed.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deterrence.errors import ModelError, shorten, show, suggest
from deterrence.world import schema
from deterrence.world.consistency import check_consistency
from deterrence.world.guard import MAX_BYTES, check_size, check_text
from deterrence.world.model import Model, check_is_model, file_label
from deterrence.world.tables import model_of, tables_of
from deterrence.world.toml import toml_text

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
        ``textbook/chicken`` or, where only one model ends so, ``chicken``. A name that could be both is taken for a
        model; ``./levant_2024`` is always a path.

    Raises
    ------
    ModelError
        If there is no such file or name; near names are suggested.
    """
    text = str(name)
    models = available()
    ending = [model for model in models if model.split("/")[-1] == text]
    if text in models:
        return models[text]
    if len(ending) == 1:
        return models[ending[0]]
    if text.endswith(".toml") or text.startswith((".", "/", "~")) or os.sep in text or isinstance(name, Path):
        path = _existing(text)
        if path is not None:
            return path
        if text.endswith(".toml") or text.startswith((".", "/", "~")):
            where = f"file '{shorten(text, 150)}'"
            raise ModelError(where, "there is no such file", "a .toml file or a folder with model.toml")
    where = f"model '{shorten(text, 150)}'"
    if ending:
        raise ModelError(where, f"{len(ending)} models end so", shorten(" or ".join(ending), 150))
    near = suggest(text, {*models, *(model.split("/")[-1] for model in models)})
    raise ModelError(where, "there is no such model", "", near)


def _existing(text: str) -> Path | None:
    """Return the file that a path leads to, or None; devices, pipes and endless links are no files."""
    try:
        path = Path(text).expanduser()
        path = path / "model.toml" if path.is_dir() else path
        return path if path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


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
    id = path.stem if path.name != "model.toml" else path.absolute().parent.name
    return read(_text(path), file=file_label(path), id=id, path=path)


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

    Raises
    ------
    ModelError
        If the text is no TOML, or any table, formula or reference in it is at fault.
    """
    text = text.removeprefix("\ufeff")
    check_text(text, file)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        fault = shorten(show(str(error), 100).strip("'\""), 100)
        raise ModelError(file, f"it is not TOML ({fault})", "TOML 1.0", _remedy(text, str(error))) from None
    return build(data, file=file, id=id, path=path)


def _remedy(text: str, fault: str) -> str:
    """Say what to mend in the line that a parser complains of, for the faults that word processors make."""
    number = re.search(r"at line (\d+)", fault)
    lines = text.split("\n")
    line = lines[int(number.group(1)) - 1] if number and int(number.group(1)) <= len(lines) else ""
    if re.search("[\u2018-\u201f\u00ab\u00bb]", line):
        return 'write straight quotes (") around texts in that line, no curly ones'
    comma = re.search(r"=\s*([+-]?[0-9]+),([0-9]+)", line)
    if comma:
        return f"write decimals with a point, as in {comma.group(1)[:20]}.{comma.group(2)[:20]}"
    if re.search("[\u00a0\u2000-\u200b\u202f\ufeff]", line):
        return "put plain spaces in that line, no special ones"
    return "mend that line"


def build(data: Mapping[str, Any], *, file: str = "model", id: str = "model", path: Path | None = None) -> Model:
    """Build a model from the tables of a model file, as a TOML parser gives them; see ``read``.

    Raises
    ------
    ModelError
        If any table, formula or reference is at fault.
    """
    if data.get("schema") != schema.SCHEMA:
        saw = f"saw {show(data['schema'])}" if "schema" in data else "the key is missing"
        raise ModelError(f"{file}, schema", saw, f'"{schema.SCHEMA}"', "compare the file with models/levant_2024")
    model = model_of(schema.read_table(data, file), file=file, id=id, path=path)
    check_consistency(model, file)
    return model


def _text(path: Path) -> str:
    file = shorten(path.name)
    try:
        # Not blocking, so that a pipe that takes the file's place between find and here cannot hang the reader.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ModelError(file, "it is not a regular file", "a TOML file")
            check_size(status.st_size, file)
            content = stream.read(MAX_BYTES + 1)
            check_size(len(content), file)
            return content.decode("utf-8")
    except UnicodeDecodeError:
        raise ModelError(file, "it is not UTF-8 text", "a TOML file") from None
    except OSError as error:
        raise ModelError(file, f"it cannot be read ({error.strerror})", "a readable file") from None


def save(model: Model, path: str | Path) -> Path:
    """Write a model as a TOML file that ``load`` reads back to an equal model.

    The file appears whole or not at all.

    Parameters
    ----------
    model
        The model, with the options, overrides and scenario that are in force.
    path
        The file to write; folders are made.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ModelError
        If a parameter holds draws, or the file cannot be written.
    """
    check_is_model(model)
    return write_whole(toml_text(tables_of(model)), path)


def write_whole(content: str | bytes, path: str | Path) -> Path:
    """Write a file, of text in UTF-8 or of bytes, whole or not at all, making folders, and return its path.

    A link is followed; devices and pipes are left alone.

    Raises
    ------
    ModelError
        If the file cannot be written, or something other than a file is there.
    """
    if not isinstance(path, str | os.PathLike):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ModelError("path", f"saw {show(path)}", "a text or a Path")
    try:
        target = Path(path).expanduser()
        place = target.resolve()
        if place.exists() and not (place.is_file() or place.is_dir()):
            raise ModelError(f"file '{shorten(str(path), 150)}'", "it is a device or a pipe", "a new or a regular file")
        _write(place, content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error), "a writable folder") from None
    except (ValueError, RuntimeError) as error:
        raise _unwritable(path, str(error), "plain text and a plain path") from None
    return target


def _unwritable(path: str | Path, why: str, allowed: str) -> ModelError:
    return ModelError(f"file '{shorten(str(path), 150)}'", f"it cannot be written ({shorten(why, 100)})", allowed)


def _write(target: Path, content: bytes) -> None:
    """Write a file beside the target and move it there, so that nobody ever reads half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.stem[:80]}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        with open(part, "xb") as stream:
            stream.write(content)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
