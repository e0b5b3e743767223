"""Run every benchmark and print its figures: ratios to a named peer in the same run, or rates per CPU-second."""

from __future__ import annotations

import platform
import time

from benchmarks import classroom, evidence, imports, ladder, matrix_games, page, restraint, sensitivity, study, sweeps


def main() -> None:
    """Print one section per benchmark."""
    print(f"Python {platform.python_version()}, {platform.machine()}")
    print("Rates are per CPU-second of one core, waits are wall time.")
    for module in (matrix_games, restraint, ladder, study, sweeps, sensitivity, evidence, imports, page, classroom):
        start = time.perf_counter()
        print(f"\n{(module.__doc__ or module.__name__).splitlines()[0]}")
        for line in module.report():
            print(f"  {line}")
        print(f"  ({time.perf_counter() - start:.1f} s)")


if __name__ == "__main__":
    main()
