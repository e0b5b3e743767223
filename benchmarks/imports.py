"""Start-up: how long importing the package and asking the command line for help take."""

from __future__ import annotations

import subprocess
import sys
import time


def _best(code: list[str], repeats: int = 5) -> float:
    times: list[float] = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run([sys.executable, *code], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def report() -> list[str]:
    """Return wall-clock seconds, best of five, with the bare interpreter's for comparison."""
    bare = _best(["-c", "pass"])
    package = _best(["-c", "import deterrence"])
    command = _best(["-c", "import sys; sys.argv = ['deterrence', '--help']; from deterrence.cli import main; main()"])
    return [
        f"the interpreter alone {bare:.3f} s; import deterrence {package - bare:.3f} s more (budget 0.5 s)",
        f"deterrence --help {command:.3f} s (budget 1 s)",
    ]
