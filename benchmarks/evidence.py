"""Evidence: whether posteriors cover known precisions and payoffs as stated, and what estimation costs."""

from __future__ import annotations

import time

import deterrence as dt
from deterrence.study.evidence.simulation import calibrate, coverage_table

#: Repetitions of the full calibration; a small one is among the tests.
REPETITIONS = 100


def report() -> list[str]:
    """Return cover by parameter and level, and CPU seconds."""
    model = dt.load("textbook/ladder")
    start = time.process_time()
    ranks = calibrate(model, parameters=["gain"], n_repetitions=REPETITIONS, n_periods=60, particles=256, seed=0)
    spent = time.process_time() - start
    table = coverage_table(ranks)
    lines = [
        f"{row['parameter']}: {row['level']:.0%} intervals cover {row['covered']} of {row['n']} (a right sampler: "
        f"{row['least']} to {row['most']} but once in 10,000; {'met' if row['is_within'] else 'MISSED'})"
        for row in table.to_dict("records")
    ]
    case = dt.load("levant_2024")
    dt.back_test(case, precisions=[3])  # compiles
    start = time.process_time()
    dt.back_test(case)
    scored = time.process_time() - start
    return [
        *lines,
        f"{REPETITIONS} estimations of two parameters, one front, 256 particles: {spent:.1f} CPU s",
        f"back-test of levant_2024 at four precisions: {scored:.2f} CPU s",
    ]


if __name__ == "__main__":
    print("\n".join(report()))
