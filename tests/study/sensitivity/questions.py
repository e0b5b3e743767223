"""Questions that the tests of this folder share."""

import numpy as np

import deterrence as dt
from tests.shipped import shipped

MODEL = shipped("levant_2024")
DILEMMA = shipped("textbook/prisoners_dilemma")
LADDER = shipped("textbook/ladder")
SPANS = {"temptation": (4.0, 6.0), "reward": (2.5, 3.5)}


def discount(**more):
    """Ask for the least discount factor of the dilemma, (T - R) / (T - P) with P = 1, over two payoffs."""
    given = {"player": "row", "parameters": SPANS, **more}
    return dt.sensitivity(DILEMMA, "patience_test", "critical_discount", **given)


def value(model, game, measure, player=None, option=None):
    """Return a figure of one world from the table that ``measure`` or ``compare`` gives."""
    table = dt.compare(model, [option] if option else [], [game])
    table = table[
        (table.measure == measure) & (table.statistic == "selected") & (table.option == (option or "baseline"))
    ]
    table = table[table.player.isna() if player is None else table.player == player]
    (found,) = table.value
    return float(found)


def brute_force(function, spans, n=24):
    """Return first-order and total indices from a full grid of Gauss-Legendre points: no sampling, every point used."""
    nodes, weights = np.polynomial.legendre.leggauss(n)
    axes = [low + (high - low) * (nodes + 1) / 2 for low, high in spans]
    points = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")], axis=1)
    values = function(points).reshape((n,) * len(axes))

    def mean(array, over):
        for axis in sorted(over, reverse=True):
            array = np.tensordot(array, weights / 2, axes=(axis, 0))
        return array

    every = range(len(axes))
    variance = mean(values**2, every) - mean(values, every) ** 2
    first, total = [], []
    for k in every:
        others = [j for j in every if j != k]
        alone = mean(values, others)
        first.append((mean(alone**2, [0]) - mean(alone, [0]) ** 2) / variance)
        along = mean(values**2, [k]) - mean(values, [k]) ** 2
        total.append(mean(along, range(len(others))) / variance)
    return np.array(first, dtype=float), np.array(total, dtype=float)
