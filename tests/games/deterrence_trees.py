"""Unilateral deterrence by brute force: the tree written out as nested choices, plans evaluated by recursion.

A pure plan of the challenger names a move and a last move for each type, one of the defender a reply for each type: 16
times 4 profiles.
"""

import itertools

import numpy as np

import deterrence as dt
from deterrence.games.deterrence_measures import d_threshold

TYPES = ("hard", "soft")


def random_game(rng, credibilities=None):
    challenger = tuple(np.sort(rng.uniform(-5, 5, 5))[::-1].tolist())
    low = np.sort(rng.uniform(-5, 5, 3))[::-1]
    defender = (*(low[0] + rng.uniform(0.1, 4, 2)).tolist(), *low.tolist())
    own, other = rng.uniform(0.02, 0.98, 2).tolist() if credibilities is None else credibilities
    return dt.Deterrence(challenger, defender, own, other)


def payoffs_at(game, outcome, own, other):
    """Return both payoffs at an outcome, given the types: the tree's ends."""
    c, d = game.challenger, game.defender
    return {
        "SQ": (c[1], d[0]),
        "DC": (c[0], d[3]),
        "CD": (c[3], d[1]),
        "DD": (c[2] if own == "hard" else c[4], d[2] if other == "hard" else d[4]),
    }[outcome]


def path(challenge, last, resist):
    """Return the outcome probabilities of one pair of types."""
    return {
        "SQ": 1 - challenge,
        "DC": challenge * (1 - resist),
        "CD": challenge * resist * (1 - last),
        "DD": challenge * resist * last,
    }


def value(game, seat, own, other, challenge, last, resist):
    chances = path(challenge, last, resist)
    return sum(p * payoffs_at(game, outcome, own, other)[seat] for outcome, p in chances.items())


def brute_gains(game, moves, lasts, replies, belief):
    """Return the most that any type gains at any information set, given what a challenged defender believes."""
    p_own = {"hard": game.challenger_credibility, "soft": 1 - game.challenger_credibility}
    p_other = {"hard": game.defender_credibility, "soft": 1 - game.defender_credibility}
    gains = []
    for own in TYPES:
        worth = {
            (move, last): sum(p_other[t] * value(game, 0, own, t, move, last, replies[t]) for t in TYPES)
            for move, last in [*itertools.product((0, 1), repeat=2), (moves[own], lasts[own])]
        }
        gains.append(max(worth.values()) - worth[moves[own], lasts[own]])
        ends = [payoffs_at(game, outcome, own, "hard")[0] for outcome in ("CD", "DD")]
        gains.append(max(ends) - (ends[0] * (1 - lasts[own]) + ends[1] * lasts[own]))
    reached = sum(p_own[own] * moves[own] for own in TYPES)
    believed = p_own["hard"] * moves["hard"] / reached if reached > 0 else belief
    weights = {"hard": believed, "soft": 1 - believed}
    for other in TYPES:
        worth = [
            sum(weights[own] * value(game, 1, own, other, 1, lasts[own], reply) for own in TYPES)
            for reply in (0, 1, replies[other])
        ]
        gains.append(max(worth) - worth[2])
    return max(gains)


def brute_regret(game, moves, lasts, replies):
    """Return the gains under the best of many beliefs, where the belief is free."""
    grid = [0, 1, float(d_threshold(game)), *np.linspace(0, 1, 21)] if not any(moves.values()) else [0]
    return min(brute_gains(game, moves, lasts, replies, belief) for belief in grid)


def read(candidate):
    """Return a candidate's moves, last moves and replies by type."""
    first, second = candidate.strategies[0], candidate.strategies[1]
    return (
        {t: first[t]["challenge"] for t in TYPES},
        {t: first[f"{t}_resisted"]["fight"] for t in TYPES},
        {t: second[f"{t}_challenged"]["resist"] for t in TYPES},
    )


def profile(moves, lasts, replies):
    own = {t: {"challenge": moves[t], "wait": 1 - moves[t]} for t in TYPES}
    own |= {f"{t}_resisted": {"fight": lasts[t], "retreat": 1 - lasts[t]} for t in TYPES}
    other = {f"{t}_challenged": {"resist": replies[t], "concede": 1 - replies[t]} for t in TYPES}
    return dt.StrategyProfile({0: own, 1: other})
