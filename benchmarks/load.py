"""What a machine and a process are doing, as Linux tells it; elsewhere these figures are not measured."""

from __future__ import annotations

import os
from pathlib import Path


def machine_load() -> str:
    """Return how many processes have wanted to run, over the last minute, and how many can."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def process_seconds(pid: int) -> float:
    """Return the CPU seconds that a process has used, NaN where the system does not say."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return float("nan")
    # The name of the program, in brackets, may itself hold spaces.
    fields = file.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def process_megabytes(pid: int) -> float:
    """Return the memory that a process holds, MB, NaN where the system does not say."""
    file = Path(f"/proc/{pid}/statm")
    if not file.exists():
        return float("nan")
    return int(file.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
