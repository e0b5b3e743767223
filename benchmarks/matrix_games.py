"""Time all equilibria of a batch of random games against nashpy and quantecon, one core, in one run.

Run it with ``python benchmarks/matrix_games.py``. Rates are per game, with warm kernels, the best of several rounds;
the peers are timed on the first games of the same batch, built beforehand. The budget is the least ratio that the plan
asks for.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from typing import Any

import nashpy
import numpy as np
import quantecon.game_theory as quantecon

from deterrence.kernels.matrix_games import bimatrix_equilibria

N_GAMES = 200_000
SEED = 20240901

#: Least ratio per number of actions: (nashpy's support enumeration, quantecon's support and vertex enumeration).
BUDGET = {2: (1_000, 20), 3: (1_000, 10)}


def _nashpy_game(payoffs: np.ndarray) -> nashpy.Game:
    return nashpy.Game(*payoffs)


def _quantecon_game(payoffs: np.ndarray) -> quantecon.NormalFormGame:
    return quantecon.NormalFormGame(
        (quantecon.Player(payoffs[0]), quantecon.Player(np.ascontiguousarray(payoffs[1].T)))
    )


#: Name of a peer, how it builds a game (not timed), how it solves it, and how many games it is given.
PEERS: tuple[tuple[str, Callable[..., Any], Callable[..., Any], int], ...] = (
    ("nashpy support enumeration", _nashpy_game, lambda game: list(game.support_enumeration()), 100),
    ("quantecon support enumeration", _quantecon_game, quantecon.support_enumeration, 2_000),
    ("quantecon vertex enumeration", _quantecon_game, quantecon.vertex_enumeration, 500),
)


def _seconds_per_game(build: Callable[..., Any], solve: Callable[..., Any], games: np.ndarray) -> float:
    built = [build(payoffs) for payoffs in games]
    for game in built[:5]:
        solve(game)
    best, size = np.inf, len(built) // 5
    for first in range(0, len(built), size):
        start = time.process_time()
        for game in built[first : first + size]:
            solve(game)
        best = min(best, (time.process_time() - start) / size)
    return best


def report() -> list[str]:
    lines: list[str] = []
    for m, (least_nashpy, least_quantecon) in BUDGET.items():
        games = np.random.default_rng(SEED).random((N_GAMES, 2, m, m))
        bimatrix_equilibria(games[:10])
        own = np.inf
        for _ in range(20):
            start = time.process_time()
            bimatrix_equilibria(games)
            own = min(own, (time.process_time() - start) / N_GAMES)
        lines.append(f"{m} x {m}, all equilibria: {own * 1e6:.2f} us per game, {1 / own:,.0f} games/s on one core")
        for name, build, solve, n_games in PEERS:
            least = least_nashpy if "nashpy" in name else least_quantecon
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # nashpy's, on an even number of equilibria
                peer = _seconds_per_game(build, solve, games[:n_games])
            verdict = "met" if peer / own >= least else "MISSED"
            lines.append(
                f"  {name}: {peer * 1e6:,.1f} us per game, ratio {peer / own:,.0f}, budget {least:,} {verdict}"
            )
    return lines


if __name__ == "__main__":
    print("\n".join(report()))
