"""Worker processes of our own, behind the one method ``submit``.

A thread waits for each worker, so that an answer is read as soon as it comes. A worker that dies, killed by the system
for its memory perhaps, is replaced, and only the chunk that it worked on is computed again.
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from deterrence.errors import SweepError
from deterrence.study.sweeps.worker import COMMAND, chunk_message, receive, send

#: Workers that may die over one chunk before the sweep is given up.
MAX_DEATHS = 3

_ROOT = Path(__file__).resolve().parents[3]


class WorkerPool:
    """A pool of worker processes; close it, or use it in a ``with``.

    Parameters
    ----------
    n_workers
        How many processes.
    """

    def __init__(self, n_workers: int) -> None:
        self.n_workers = n_workers
        self._threads = ThreadPoolExecutor(n_workers, thread_name_prefix="sweep")
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._is_closed = False
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes] | None] = queue.SimpleQueue()
        for _ in range(n_workers):
            self._idle.put(None)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, _: Callable[..., Any], /, *arguments: Any) -> Future[Any]:
        """Return the future table of a (job, chunk); workers know the one function that there is."""
        return self._threads.submit(self._compute, *arguments)

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        with self._lock:
            self._is_closed = True
            processes = list(self._processes)
        for process in processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in processes:
            self._drop(process)

    def _compute(self, job: bytes, chunk: int) -> Any:
        process = self._idle.get()
        try:
            for _ in range(MAX_DEATHS):
                process = process or self._start(job)
                try:
                    is_done, answer = self._ask(process, chunk)
                except (EOFError, OSError):
                    self._drop(process)
                    process = None
                    continue
                if is_done:
                    return answer
                raise answer
        finally:
            self._idle.put(process)
        saw = f"{MAX_DEATHS} processes died over chunk {chunk}"
        remedy = "give fewer workers or smaller chunks if memory ran out; what is finished is kept"
        raise SweepError("sweep", saw, "", remedy)

    def _start(self, job: bytes) -> subprocess.Popen[bytes]:
        """Start a worker and hand it the job.

        Raises
        ------
        EOFError
            If the pool was closed meanwhile.
        """
        with self._lock:
            if self._is_closed:
                raise SweepError("sweep", "its pool of workers is closed", "an open pool")
            process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, str(_ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._processes.add(process)
        assert process.stdin is not None
        with suppress(OSError):  # it died at once; asking it for a chunk will tell
            send(process.stdin, job)
        return process

    def _ask(self, process: subprocess.Popen[bytes], chunk: int) -> tuple[bool, Any]:
        assert process.stdin is not None and process.stdout is not None
        send(process.stdin, chunk_message(chunk))
        return pickle.loads(receive(process.stdout))

    def _drop(self, process: subprocess.Popen[bytes]) -> None:
        """Take a dead worker off the list."""
        with self._lock:
            self._processes.discard(process)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # what it was not sent is lost with it
                    stream.close()
