"""A worker process of a sweep: it is sent the job once, then chunk after chunk, and sends their tables back.

It is started by its own command and talks over its standard input and output. So it needs nothing of the program that
drives it: a script without a main guard, a notebook and a page can all start some. When the driver ends, in whatever
way, the input ends, and the worker with it, in the middle of a chunk too.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from typing import IO, Any

#: What a driver runs: the package's folder is the argument, so that driver and worker have the same copy of it.
COMMAND = "import sys; sys.path.insert(0, sys.argv[1]); from deterrence.study.sweeps.worker import serve; serve()"

_LENGTH = struct.Struct("<Q")


def send(stream: IO[bytes], content: bytes) -> None:
    """Write one message: its length, then itself.

    Raises
    ------
    OSError
        If nobody reads it any more.
    """
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one message.

    Raises
    ------
    EOFError
        If the other side has ended.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def serve() -> None:
    """Work until the driver ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the driver decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the messages
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    job = inbox.get()
    while True:
        (chunk,) = _LENGTH.unpack(inbox.get())
        send(answers, pickle.dumps(_answer(job, chunk), protocol=5))


def _listen(inbox: queue.SimpleQueue[bytes]) -> None:
    try:
        while True:
            inbox.put(receive(sys.stdin.buffer))
    except (EOFError, OSError):
        os._exit(0)  # the driver is gone, and so is the reason to finish


def _answer(job: bytes, chunk: int) -> tuple[bool, Any]:
    """Return (True, table), or (False, what went wrong)."""
    from deterrence.errors import DeterrenceError
    from deterrence.study.sweeps.chunks import work

    try:
        return True, work(job, chunk)
    except DeterrenceError as error:
        return False, error
    except Exception:  # a fault of ours must reach the person at the driver, not end in a silent retry
        return False, RuntimeError(traceback.format_exc())


def chunk_message(chunk: int) -> bytes:
    """Return the message that asks for a chunk."""
    return _LENGTH.pack(chunk)
