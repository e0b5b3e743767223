"""The folder of a sweep: the plan first, one Parquet file per chunk, the manifest last.

::

    plan.json            everything that decides the numbers
    model.toml           the model that was swept, with overrides and scenario
    parts/00000.parquet  one row per draw: parameters, orderings, figures
    manifest.json        run card, the SHA-256 of every part, and of them together

A part is written under another name in the same folder, flushed to the disk, and renamed: it is there whole or not at
all. A folder goes on only with the plan that it began with, and with one writer at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from deterrence.errors import SweepError, shorten
from deterrence.study.sweeps.chunks import ChunkTable
from deterrence.study.sweeps.columns import DRAW
from deterrence.study.sweeps.plan import SweepPlan
from deterrence.world.model import Model
from deterrence.world.tables import tables_of
from deterrence.world.toml import toml_text

PLAN, MODEL, PARTS, MANIFEST, LOCK = "plan.json", "model.toml", "parts", "manifest.json", ".lock"

#: How a part is packed: the same numbers give the same bytes.
_PACKING: Mapping[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": False,
    "write_statistics": False,
    "version": "2.6",
}


def need_pyarrow() -> Any:
    """Return pyarrow.parquet.

    Raises
    ------
    SweepError
        If it is not installed.
    """
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        remedy = "install it with: pip install 'deterrence[sweeps]'"
        raise SweepError("sweep", "pyarrow, which writes and reads its parts, is not installed", "", remedy) from None
    return parquet


def part_name(chunk: int) -> str:
    """Return the file name of a chunk's part."""
    return f"{chunk:05d}.parquet"


def part_bytes(plan: SweepPlan, table: ChunkTable) -> Any:
    """Return a chunk as a Parquet file, a buffer of bytes."""
    parquet = need_pyarrow()
    import pyarrow

    first = table.chunk * plan.chunk
    arrays = [pyarrow.array(np.arange(first, first + plan.size(table.chunk), dtype=np.int64))]
    arrays += [pyarrow.array(column) for column in table.values]
    names = [DRAW, *table.names]
    columns = pyarrow.Table.from_arrays(arrays, names=names).replace_schema_metadata({"plan": plan.digest})
    stream = pyarrow.BufferOutputStream()
    parquet.write_table(columns, stream, **_PACKING)
    return stream.getvalue()


class SweepFolder:
    """The folder of one sweep.

    Parameters
    ----------
    path
        The folder.
    plan
        The plan to which it belongs.
    """

    def __init__(self, path: Path, plan: SweepPlan) -> None:
        self.path = path
        self.plan = plan

    def begin(self, model: Model) -> list[int]:
        """Make the folder, or check what is there, and return the chunks that are missing.

        Raises
        ------
        SweepError
            If the folder holds another sweep or other things, or cannot be written.
        """
        with self._writing("the plan"):
            (self.path / PARTS).mkdir(parents=True, exist_ok=True)
            if (self.path / PLAN).exists():
                other = read_plan(self.path)
                if other.digest != self.plan.digest:
                    saw = f"it holds another sweep: {self.plan.difference(other)}"
                    raise SweepError(self._where, saw, "the folder of this very sweep", "name another folder")
            else:
                rest = sorted({p.name for p in self.path.iterdir()} - {PARTS, MODEL, LOCK})
                if rest:
                    saw = f"it holds other things, such as '{shorten(rest[0])}'"
                    raise SweepError(self._where, saw, "a new or an empty folder, or that of this sweep")
                self._put(self.path / MODEL, toml_text(tables_of(model)).encode())
                text = json.dumps({"digest": self.plan.digest, "plan": self.plan.as_json()}, indent=1)
                self._put(self.path / PLAN, text.encode())
            for left in (self.path / PARTS).glob(".*.part"):
                left.unlink(missing_ok=True)
        return self.missing()

    @contextmanager
    def alone(self) -> Generator[None]:
        """Hold the folder against a second writer; the system lets go of it when this process ends, however it ends.

        Raises
        ------
        SweepError
            If another process is writing there, or the folder cannot be written.
        """
        with self._writing("the lock"):
            self.path.mkdir(parents=True, exist_ok=True)
            lock = open(self.path / LOCK, "ab")  # noqa: SIM115 - open as long as the sweep
        try:
            try:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except ImportError:  # systems without it have no such lock; the parts are whole all the same
                pass
            except OSError:
                saw = "another process is writing there"
                raise SweepError(self._where, saw, "one writer at a time", "wait for it to end") from None
            yield
        finally:
            lock.close()

    def missing(self) -> list[int]:
        """Return the chunks without a part that reads; a damaged part is computed again."""
        hashes = self.hashes()
        return [chunk for chunk in range(self.plan.n_chunks) if not self.is_sound(chunk, hashes)]

    def hashes(self) -> dict[str, str]:
        """Return the hashes that the manifest lists, part by part; empty before the sweep is finished."""
        return dict(read_manifest(self.path).get("parts", {}))

    def write(self, table: ChunkTable) -> None:
        """Write a part.

        Raises
        ------
        SweepError
            If the disk is full or the folder cannot be written.
        """
        content = part_bytes(self.plan, table)
        with self._writing(f"part {part_name(table.chunk)}"):
            self._put(self.path / PARTS / part_name(table.chunk), content)

    def finish(self, card: Mapping[str, Any]) -> None:
        """Write the manifest, which says that nothing is missing.

        Raises
        ------
        SweepError
            If the disk is full or the folder cannot be written.
        """
        parts = {part_name(chunk): self._hash(part_name(chunk)) for chunk in range(self.plan.n_chunks)}
        content = {"plan": self.plan.digest, "result": result_hash(parts), "parts": parts, "run_card": dict(card)}
        with self._writing("the manifest"):
            self._put(self.path / MANIFEST, json.dumps(content, indent=1).encode())

    def _hash(self, part: str) -> str:
        with open(self.path / PARTS / part, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def is_sound(self, chunk: int, hashes: Mapping[str, str]) -> bool:
        """Say whether a chunk's part is there and holds what the hashes say, or else what belongs to the plan."""
        path = self.path / PARTS / part_name(chunk)
        if not path.is_file():
            return False
        if path.name in hashes:
            return self._hash(path.name) == hashes[path.name]
        parquet = need_pyarrow()
        import pyarrow

        try:
            found = parquet.read_metadata(path)
        except (OSError, pyarrow.ArrowException):
            return False
        plan = (found.metadata or {}).get(b"plan", b"").decode()
        return found.num_rows == self.plan.size(chunk) and plan == self.plan.digest

    @property
    def _where(self) -> str:
        return f"folder '{shorten(str(self.path), 150)}'"

    @contextmanager
    def _writing(self, what: str) -> Generator[None]:
        try:
            yield
        except OSError as error:
            saw = f"{what} cannot be written ({error.strerror or error})"
            remedy = "what is finished is kept: mend that, and give the same command again"
            raise SweepError(self._where, saw, "a folder with room to write in", remedy) from None

    def _put(self, path: Path, content: Any) -> None:
        """Write a file whole: beside its place, flushed to the disk, then renamed."""
        part = path.with_name(f".{path.name}.part")
        try:
            with open(part, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)


def result_hash(parts: Mapping[str, str]) -> str:
    """Return one SHA-256 for all parts: of the lines ``name hash``, in the order of the names."""
    lines = "".join(f"{name} {parts[name]}\n" for name in sorted(parts))
    return hashlib.sha256(lines.encode()).hexdigest()


def read_plan(path: Path) -> SweepPlan:
    """Return the plan of a folder.

    Raises
    ------
    SweepError
        If there is none, or it is not whole.
    """
    where = f"folder '{shorten(str(path), 150)}'"
    try:
        return SweepPlan.from_json(json.loads((path / PLAN).read_text(encoding="utf-8"))["plan"])
    except OSError as error:
        saw = f"its {PLAN} cannot be read ({error.strerror or error})"
        raise SweepError(where, saw, "the folder of a sweep") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SweepError(where, f"its {PLAN} is no plan that this version reads", "the folder of a sweep") from None


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of a folder; empty where there is none yet.

    Raises
    ------
    SweepError
        If it cannot be read.
    """
    if not (path / MANIFEST).is_file():
        return {}
    try:
        found = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        found = None
    if not (isinstance(found, dict) and isinstance(found.get("parts", {}), dict)):
        where = f"folder '{shorten(str(path), 150)}'"
        raise SweepError(where, f"its {MANIFEST} cannot be read", "", "remove that file, and sweep again")
    return found
