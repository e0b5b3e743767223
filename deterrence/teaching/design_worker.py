"""A process that judges designs, with a limit on its time and on its memory.

Somebody else's numbers decide how long an engine works. So it works elsewhere: when the time is up the process is
ended and the next one started, and the answer is flagged, not marked with zero.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from deterrence.study.sweeps.worker import receive, send
from deterrence.teaching.design import Job, Verdict, judge

#: Seconds that one design may take, and bytes of address space that the process may have.
SECONDS = 20.0
MEMORY = 6 * 2**30
#: Seconds in which a process must have loaded what it needs.
START_SECONDS = 120.0

_COMMAND = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from deterrence.teaching.design_worker import serve; serve(int(sys.argv[2]))"
)
_ROOT = Path(__file__).resolve().parents[2]
_READY = b"ready"


class DesignWorker:
    """A worker process that is started when first asked; close it, or use it in a ``with``.

    Parameters
    ----------
    seconds
        Time that one design may take.
    memory
        Address space of the process, in bytes, where the system can limit it.

    Examples
    --------
    >>> job = {"case": "chicken", "scenario": "", "set": {}, "without": [], "option": [], "strengths": {}, "checks": []}
    >>> with DesignWorker() as worker:
    ...     worker.ask(job)
    []
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.seconds = seconds
        self.memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def __enter__(self) -> DesignWorker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, job: Job) -> list[Verdict] | None:
        """Return the verdicts of a job, see ``judge``; None when time or memory ran out."""
        if self._process is None:
            self._start()
            if self._wait(START_SECONDS) != _READY:
                self.close()
                return None
        assert self._process is not None and self._process.stdin is not None
        try:
            send(self._process.stdin, json.dumps(job, allow_nan=False).encode())
        except OSError:
            self.close()
            return None
        answer = self._wait(self.seconds)
        if not answer:
            self.close()
            return None
        return json.loads(answer)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # what it was not sent is lost with it
                    stream.close()

    def _start(self) -> None:
        command = [sys.executable, "-c", _COMMAND, str(_ROOT), str(self.memory)]
        self._process = process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        # A queue per process: an answer that comes too late cannot be taken for the next one's.
        self._answers = answers = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(process, answers), daemon=True).start()

    def _wait(self, seconds: float) -> bytes:
        """Return the next message, empty when none came in time or the process ended."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return b""


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    assert process.stdout is not None
    with suppress(EOFError, OSError, ValueError):
        while True:
            answers.put(receive(process.stdout))
    answers.put(b"")


def serve(memory: int) -> None:
    """Judge designs until the other side ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the driver decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the messages
    _limit_memory(memory)
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_take, args=(inbox,), daemon=True).start()
    send(answers, _READY)
    seen: dict[bytes, bytes] = {}
    while True:
        job = inbox.get()
        if job not in seen:
            seen[job] = _judged(json.loads(job))
        send(answers, seen[job])


def _take(inbox: queue.SimpleQueue[bytes]) -> None:
    try:
        while True:
            inbox.put(receive(sys.stdin.buffer))
    except (EOFError, OSError):
        os._exit(0)  # the driver is gone, and so is the reason to finish, in the middle of a design too


def _judged(job: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(judge(job)).encode()
    except (MemoryError, RecursionError):
        return b""


def _limit_memory(memory: int) -> None:
    """Limit the address space; systems without the module for it have no such limit."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
