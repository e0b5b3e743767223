"""Who works on the chunks: this process, a pool of ours, or anything with ``submit``.

Few chunks are on their way at a time, so that memory does not grow with the sweep, and each table is handed on as soon
as it is there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from deterrence.errors import DeterrenceError, SweepError, shorten, show
from deterrence.study.sweeps.chunks import ChunkTable, work

#: Seconds in which a scheduler must answer, and have a worker.
PATIENCE = 10


class Executor(Protocol):
    """What takes functions and returns futures: pools of ``concurrent.futures``, a dask ``Client``, and many more."""

    def submit(self, function: Any, /, *arguments: Any) -> Any:
        """Return a future with ``result()``."""
        ...


def run_here(job: bytes, chunks: Sequence[int]) -> Iterator[ChunkTable]:
    """Compute chunks in this process, one after another."""
    for chunk in chunks:
        yield work(job, chunk)


def run_on(executor: Executor, job: bytes, chunks: Sequence[int], in_flight: int) -> Iterator[ChunkTable]:
    """Compute chunks on an executor, a few at a time, and yield them in order.

    Raises
    ------
    SweepError
        If the executor gives up; its own words are in the message.
    """
    waiting: deque[tuple[int, Any]] = deque()
    rest = iter(chunks)
    try:
        while True:
            for chunk in rest:
                waiting.append((chunk, _asked(executor, job, chunk)))
                if len(waiting) >= in_flight:
                    break
            if not waiting:
                return
            chunk, future = waiting.popleft()
            yield _result(future, chunk)
    finally:
        for _, future in waiting:
            getattr(future, "cancel", bool)()


def _asked(executor: Executor, job: bytes, chunk: int) -> Any:
    try:
        return executor.submit(work, job, chunk)
    except Exception as error:  # whatever an executor of any make may raise
        raise _given_up(error, chunk) from error


def _result(future: Any, chunk: int) -> ChunkTable:
    try:
        return future.result()
    except DeterrenceError:
        raise
    except Exception as error:  # whatever an executor of any make may raise
        raise _given_up(error, chunk) from error


def _given_up(error: Exception, chunk: int) -> SweepError:
    lines = str(error).strip().splitlines() or [""]
    saw = f"chunk {chunk} was not computed ({type(error).__name__}: {shorten(lines[-1], 200)})"
    return SweepError("executor", saw, "", "what is finished is kept: mend that, and give the same command again")


@contextmanager
def scheduler(address: str) -> Generator[tuple[Executor, int]]:
    """Connect to a scheduler of dask.distributed; yield its client and how many chunks to have on their way.

    Raises
    ------
    SweepError
        If the library is missing, nobody answers, or nobody works there.
    """
    try:
        from distributed import Client
    except ImportError:
        remedy = "install it with: pip install 'deterrence[sweeps]'"
        raise SweepError("scheduler", "dask.distributed is not installed", "", remedy) from None
    where = f"scheduler '{shorten(address, 100)}'"
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError):
        allowed = "the address of a running one, such as tcp://127.0.0.1:8786"
        raise SweepError(where, "nobody answers there", allowed, "start one with: dask scheduler") from None
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise SweepError(where, "it has no workers", "one or more", f"start one: dask worker {address}") from None
        threads: Any = client.nthreads()
        yield client, 2 * max(1, sum(threads.values()))
    finally:
        client.close()


def check_executor(given: Any) -> None:
    """Refuse what takes no functions.

    Raises
    ------
    SweepError
        Saying what is meant.
    """
    if given is not None and not isinstance(given, str) and not callable(getattr(given, "submit", None)):
        allowed = "an object with submit, the address of a scheduler as tcp://host:port, or None for processes"
        raise SweepError("executor", f"saw {show(given)}", allowed)
