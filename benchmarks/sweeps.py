"""Sweeps: draws through restraint and bargaining with flat memory, and what chunks and storage add to the ladder."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import deterrence as dt
from deterrence.study.sweeps import chunks
from deterrence.study.sweeps.results import Sweep

OPTIONS = ["missile_defence", "lebanon_first", "decapitation", "hochstein_plan", "buffer_by_force"]

#: Draws of the closed forms, and the two numbers at which memory is compared.
FEW, MANY = 10_000, 100_000

#: Draws of the ladder: enough for a rate and for what is done once per sweep to count little, few enough to wait for.
LADDER = 256

_ROOT = Path(__file__).resolve().parent.parent

#: Each sweep runs in a process of its own, so that the largest memory is its own.
_DRIVER = """
import json, resource, sys, time
import deterrence as dt

n, options = int(sys.argv[1]), sys.argv[2].split(",")
model = dt.load("levant_2024")
start = time.perf_counter()
dt.sweep(model, games=["border", "buffer_terms"], options=options, n=n, workers=2)
wall = time.perf_counter() - start
own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
cpu = sum(usage.ru_utime + usage.ru_stime for usage in (own, workers))
print(json.dumps([wall, cpu, max(own.ru_maxrss, workers.ru_maxrss) // 1024]))
"""


def _swept(n: int) -> tuple[float, float, int]:
    """Return wall seconds, CPU seconds, and the peak memory of driver or worker, whichever is larger, in MiB."""
    command = [sys.executable, "-c", _DRIVER, str(n), ",".join(OPTIONS)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    return tuple(json.loads(done.stdout))


def report() -> list[str]:
    """Return the rates, the memory and the overhead beside their budgets."""
    few, many = _swept(FEW), _swept(MANY)
    # CPU seconds over two cores, because somebody else may be at work on them; the time on the clock stands beside it.
    verdict = "met" if many[1] / 2 <= 30 else "MISSED"
    return [
        f"{MANY:,} draws x {len(OPTIONS)} options of restraint and bargaining, two processes: {many[1] / 2:.1f} CPU s "
        f"on each of two cores, {many[0]:.1f} s on the clock, budget 30 s {verdict}",
        f"peak memory of the largest process at {FEW:,} and {MANY:,} draws: {few[2]} and {many[2]} MiB",
        *_ladder(),
    ]


def _ladder() -> list[str]:
    model = dt.load("levant_2024")

    def sweep(n: int) -> Sweep:
        return dt.sweep(model, games=["region"], options=OPTIONS, n=n, workers=1)

    sweep(2)  # compiles
    solving = 0.0
    solve = chunks.ladder_statistics

    def timed(*arguments: Any, **keywords: Any) -> Any:
        nonlocal solving
        start = time.process_time()
        try:
            return solve(*arguments, **keywords)
        finally:
            solving += time.process_time() - start

    chunks.ladder_statistics = timed
    try:
        start = time.process_time()
        run = sweep(LADDER)
        spent = time.process_time() - start
    finally:
        chunks.ladder_statistics = solve
    solves = LADDER * (1 + sum(bool(games) for games in run.plan.moved.values()))
    overhead = spent / solving - 1
    verdict = "met" if overhead < 0.05 else "MISSED"
    return [
        f"levant_2024's region, {len(run.plan.drawn)} parameters drawn, precision 1 to 30 among them: "
        f"{solves / spent:.1f} solved and measured per CPU-second of one core "
        f"(2,000 draws x {len(OPTIONS)} options: {2000 / LADDER * spent / 60:.1f} CPU minutes)",
        f"drawing, formulating, chunks of 64 and storage add {overhead:.1%} to solving, budget 5% {verdict}",
    ]
