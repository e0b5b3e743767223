"""Long work of one session: in a thread of its own, with progress, and stopped when nobody waits for it any more.

A job is told to stop between two steps of its work: when its reader says so, when the reader begins another, and when
nobody has looked at it for a while, as after a page is closed. All sessions together run few jobs at a time; the others
wait for their turn.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from deterrence.errors import DeterrenceError

#: Jobs of all sessions that run at a time.
AT_ONCE = 2

#: Seconds after which a job that nobody looks at stops.
PATIENCE = 60.0

State = Literal["waiting", "running", "done", "stopped", "failed"]

#: Work takes a function that it calls with (steps done, steps in all) between steps, and that may end it.
Work = Callable[[Callable[[int, int], None]], Any]

_turns = threading.Semaphore(AT_ONCE)


class Stopped(Exception):
    """The job was told to stop."""


@dataclass(eq=False)
class Job:
    """One piece of work.

    Parameters
    ----------
    key
        What it computes; a result counts for that only.
    work
        The work.
    """

    key: Any
    work: Work
    state: State = field(default="waiting", init=False)
    done: int = field(default=0, init=False)
    total: int = field(default=1, init=False)
    result: Any = field(default=None, init=False)
    error: str = field(default="", init=False)
    _seen: float = field(default_factory=time.monotonic, init=False)
    _is_told: threading.Event = field(default_factory=threading.Event, init=False)

    def start(self) -> Job:
        """Begin, as soon as it is its turn."""
        threading.Thread(target=self._run, daemon=True, name="job").start()
        return self

    def stop(self) -> None:
        """Tell it to stop after its present step."""
        self._is_told.set()

    def look_done(self) -> bool:
        """Say whether it has ended, which also says that somebody waits for it."""
        self._seen = time.monotonic()
        return self.state not in ("waiting", "running")

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return min(self.done / max(self.total, 1), 1.0)

    def _check(self) -> None:
        if self._is_told.is_set() or time.monotonic() - self._seen > PATIENCE:
            raise Stopped

    def _step(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self._check()

    def _run(self) -> None:
        try:
            while not _turns.acquire(timeout=0.2):
                self._check()
            try:
                self._check()
                self.state = "running"
                self.result = self.work(self._step)
                self.state = "done"
            finally:
                _turns.release()
        except Stopped:
            self.state = "stopped"
        except DeterrenceError as error:
            self.error, self.state = str(error), "failed"
        except Exception as error:  # nobody sees what a thread raises; the page says that it failed, without its inside
            logging.getLogger(__name__).exception("long work of the page failed")
            self.error = f"The work ended with a fault of the program ({type(error).__name__})."
            self.state = "failed"
