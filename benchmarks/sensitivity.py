"""Sensitivities: all derivatives of a ladder's figure, and Sobol's design on a closed form."""

from __future__ import annotations

import time

import deterrence as dt

#: Base draws of Sobol's design.
BASE = 512


def report() -> list[str]:
    """Return how long the derivatives of the region take, beside one equilibrium, and the draws of a design."""
    model = dt.load("levant_2024")
    question = dt.sensitivity(model, "region", "p_any_top")
    question.derivatives()  # compiles
    start = time.process_time()
    table = question.derivatives()
    exact = time.process_time() - start
    start = time.process_time()
    dt.solve(dt.formulate(model, "region"))
    one = time.process_time() - start
    lines = [
        f"levant_2024's region: {len(table)} exact derivatives in {exact:.1f} CPU-seconds, "
        f"as long as {exact / one:.0f} equilibria"
    ]
    closed = dt.sensitivity(model, "border", "is_sustained")
    draws = BASE * (len(closed.drawn) + 2)
    start = time.process_time()
    closed.sobol(BASE, workers=1)
    rate = draws / (time.process_time() - start)
    return [*lines, f"Sobol's indices of restraint on the border, {draws:,} draws: {rate:,.0f} draws/s"]
