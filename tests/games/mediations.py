"""Mediation games that several tests build, and golden data about them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np

from deterrence.games.mediation import Mediation
from deterrence.solvers.solution import Equilibrium

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden" / "mediation.toml").read_text())


def symmetric(table) -> Mediation:
    """Return a game without types in which both players have the same payoffs, own action first."""
    own = np.array(table, dtype=float)
    return Mediation([own, own.T])


def typed(first, second, q, **keywords) -> Mediation:
    """Return a game in which each player's own type decides its payoffs; q is the chance of the second type."""
    payoffs = np.zeros((2, 2, 2, 2, 2))
    for s, own in enumerate((first, second)):
        payoffs[0, s, :] = np.array(own)
        payoffs[1, :, s] = np.array(own).T
    return Mediation(payoffs, [[1 - q, q], [1 - q, q]], **keywords)


def random_game(rng, n_types=(2, 2), n_actions=(2, 2)) -> Mediation:
    """Return a game of random payoffs and priors."""
    prior = [rng.dirichlet(np.ones(n)) for n in n_types]
    return Mediation(rng.normal(size=(2, *n_types, *n_actions)), prior)


def chosen(found) -> Equilibrium:
    """Return the selected member of a set that has one."""
    assert found.selected is not None
    return found.selected
