"""Draws per CPU-second of every restraint measure together, on one core."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np

from deterrence.games.restraint import Restraint
from deterrence.games.restraint_measures import (
    binding_player,
    critical_discount,
    expected_periods_to_breakdown,
    is_sustained,
    margin,
    restraint_share,
    shortest_punishment,
    value,
)
from deterrence.games.single_front import (
    best_symmetric_value,
    class_labels,
    grim_critical_discount,
    is_dilemma,
    max_false_alarm,
    tft_critical_discount,
)

MEASURES = (
    critical_discount,
    is_sustained,
    binding_player,
    margin,
    value,
    shortest_punishment,
    expected_periods_to_breakdown,
    restraint_share,
    grim_critical_discount,
    tft_critical_discount,
    max_false_alarm,
    best_symmetric_value,
    is_dilemma,
    class_labels,
)
BUDGET = 500_000  # draws per CPU-second, all measures together
N_DRAWS = 100_000


def random_arguments(*, n_draws: int = N_DRAWS, seed: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    payoffs = -np.sort(-rng.uniform(-3, 7, (4, 2, n_draws)), axis=0)
    signals = np.sort(rng.random((2, n_draws)), axis=0)
    return [*(tuple(rows) for rows in payoffs), tuple(rng.random((2, n_draws))), 0.3 * signals[0], signals[1]]


def report() -> list[str]:
    lines: list[str] = []
    for periods in (1, 5, 50, math.inf):
        best = math.inf
        for seed in range(6):
            arguments = random_arguments(seed=seed)
            start = time.process_time()
            game = Restraint(*arguments, punishment_periods=periods)
            for measure in MEASURES:
                measure(game)
            best = min(best, time.process_time() - start)
        rate = N_DRAWS / best
        lines.append(
            f"restraint, {len(MEASURES)} measures, 2 players, N = {periods}: {rate:,.0f} draws per CPU-second "
            f"(budget {BUDGET:,}: {'met' if rate >= BUDGET else 'missed'})"
        )
    return lines


if __name__ == "__main__":
    print("\n".join(report()))
