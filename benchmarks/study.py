"""Comparison: every option of the case over every game."""

from __future__ import annotations

import time

import deterrence as dt


def report() -> list[str]:
    """Return the CPU seconds of ``dt.compare`` on levant_2024, warm."""
    model = dt.load("levant_2024")
    dt.compare(model, [next(iter(model.options))])
    start = time.process_time()
    table = dt.compare(model)
    seconds = time.process_time() - start
    n_options = table["option"].nunique() - 1
    return [f"{n_options} options x {len(model.games)} games: {seconds:.2f} CPU s, {len(table)} rows (budget 3 s)"]
