"""Small sweeps that the tests of this folder share."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import deterrence as dt
from tests.shipped import shipped

ROOT = Path(dt.__file__).resolve().parents[1]
MODEL = shipped("levant_2024")

#: Restraint and bargaining, three chunks, options of which one moves both games, one a single game, one none.
SMALL: dict[str, Any] = {
    "games": ["border", "buffer_terms"],
    "options": ["missile_defence", "lebanon_first", "us_iran_hotline"],
    "n": 60,
    "chunk": 20,
    "seed": 3,
}

#: What a driver in a process of its own runs; it says when a part is there.
DRIVER = """
import deterrence as dt
run = dt.sweep(dt.load("levant_2024"), out={out!r}, workers={workers}, executor={executor!r},
               progress=lambda done, total: print(done, flush=True), **{sweep!r})
print(run.result_hash, flush=True)
"""


def drive(out, sweep=SMALL, *, workers=2, executor=None):
    """Start a driver in a process of its own, from standard input: no module to import again."""
    code = DRIVER.format(out=str(out), workers=workers, executor=executor, sweep=sweep)
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    return process


def children(pid):
    """Return the processes that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def is_alive(pid):
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition, seconds=60):
    """Wait for a condition; say whether it came."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def draws_once(run):
    """Say whether every draw is there, in order, once."""
    return run.experiments().index.tolist() == list(range(run.plan.n))


def close(processes):
    for process in processes:
        process.kill()
        process.communicate()


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}
