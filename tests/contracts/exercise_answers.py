"""Answers to every exercise that is shipped, worked out apart from its keys.

They come from sums over periods, from a search, or from another part of the library than the one that holds the key.
Wrong paths are written down again as arithmetic.
"""

import math
from functools import cache

import deterrence as dt
from tests.shipped import shipped


def search(holds, low=0.0, high=1.0):
    """Return where a property begins to hold, given that it does not at ``low`` and does at ``high``."""
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def patience(T, R, P, **_):
    """Search for the discount factor at which the losses of 4,000 periods outweigh one gain."""
    return search(lambda d: (R - P) * d * (1 - d**4000) / (1 - d) >= T - R, 0.0, 1 - 1e-6)


def tipping(T, d):
    """Search for the temptation up to which two sides so patient restrain, with a reward of 3 and a punishment of 1."""
    return T - search(lambda fall: patience(T - fall, 3, 1) <= d, 0.0, T - 3.5)


def false_alarms(T, R, P, d):
    """Search for the rate of false alarms at which calm is worth no more than an attack now."""

    def breaks(e):
        calm = P
        for _ in range(400):
            calm = (1 - d) * R + d * ((1 - e) * calm + e * P)
        return calm < (1 - d) * T + d * P

    return search(breaks)


def least_share(p, a, **_):
    """Search for the share at which a side prefers it to a lottery with a cost."""
    return search(lambda share: share >= p * 1 + (1 - p) * 0 - a)


def width(p, a, b):
    """Count the shares on a fine grid that both prefer to a war."""
    grid = [k / 20_000 for k in range(20_001)]
    return sum(p - a <= s and 1 - s >= 1 - p - b for s in grid) / 20_000


@cache
def signals_apart(H, L, w, k, m):
    """Say whether the game itself has an equilibrium in which the signal tells the senders apart."""
    game = dt.Threat(0.3, H, L, w, k, 1, 1, signal_cost=m)
    table = dt.measure(game)
    return "separating" in set(table[table["measure"] == "kind"]["label"])


def signal_most(**names):
    """Search for the cost above which no equilibrium separates."""
    return search(lambda m: not signals_apart(**names, m=m), names["L"] + 0.01, 20.0)


def signal_least(**names):
    """Search for the cost from which an equilibrium separates, below the greatest that a resolute sender bears."""
    return search(lambda m: signals_apart(**names, m=m), 0.01, names["L"] + 0.5)


def linked(T1, P1, T2, P2, R1=3.0, R2=3.5, d=0.5):
    """Return the two fronts of the pooled bargain as one game of the library."""
    return dt.LinkedRestraint(
        [dt.Restraint(T1, R1, P1, P1 - 1, discount=d), dt.Restraint(T2, R2, P2, P2 - 1, discount=d)], (1, 1)
    )


def figure(game, measure):
    table = dt.measure(game)
    return float(table[table["measure"] == measure]["value"].iloc[0])


def pooled(**names):
    return figure(linked(**names), "critical_discount")


def ladder_effect(**settings):
    return effect_row(*settings.items())


@cache
def effect_row(*settings):
    """Return the row of the hotline's effect on the chance of war, from calm."""
    model = shipped("textbook/ladder").with_values(dict(settings))
    table = dt.escalation_paths(model, options=["hotline"], scenario="calm").effects
    return table[(table["option"] == "hotline") & (table["measure"] == "p_top")].iloc[0]


def fall(r):
    return -100 * ladder_effect(**{"hotline.reliability": r})["change"]


def proposal(p, a, b, s):
    first, second = s > p - a, 1 - s > 1 - p - b
    return {(True, True): "both", (False, True): "second", (True, False): "first"}[first, second]


def signal_kind(H, L, w, k, m):
    if signals_apart(H, L, w, k, m):
        return "yes"
    return "too-cheap" if L - m > 0 else "too-dear"


@cache
def linking(T1, P1, T2, P2, d):
    apart = [figure(front, "is_sustained") for front in linked(T1, P1, T2, P2, d=d).fronts]
    assert apart == [0, 1]
    return "linked-both" if figure(linked(T1, P1, T2, P2, d=d), "is_sustained") else "linked-none"


def no_accidents(a):
    return "lowers" if ladder_effect(accident=a)["change"] < -1e-6 else "nothing"


#: Exercise and question: the right number, worked out from a variant's numbers.
NUMBERS = {
    ("week1", "threshold"): patience,
    ("week1", "false-alarms"): false_alarms,
    ("week2", "least-share"): least_share,
    ("week2", "range-width"): width,
    ("week2", "signal-least"): signal_least,
    ("week2", "signal-most"): signal_most,
    ("week3", "pooled"): pooled,
    ("hotline", "how-much"): fall,
}
#: Exercise, question and wrong path: where it leads, and its credit.
PATHS = {
    ("week1", "threshold", "one-period-loss"): (lambda T, R, P: (T - R) / (R - P), 0.5),
    ("week1", "threshold", "no-fighting"): (lambda T, R, P: 1 - R / T, 0.25),
    ("week1", "false-alarms", "no-gain"): (lambda T, R, P, d: (R - P) / (T - P), 0.5),
    ("week1", "false-alarms", "undiscounted-gain"): (
        lambda T, R, P, d: (2 * R - P - T + d * (T - R)) / (T - P), 0.5),
    ("week2", "least-share", "no-cost"): (lambda p, a, b: p, 0.5),
    ("week2", "least-share", "wrong-side"): (lambda p, a, b: p - b, 0.25),
    ("week2", "range-width", "own-cost"): (lambda p, a, b: a, 0.5),
    ("week2", "range-width", "other-cost"): (lambda p, a, b: b, 0.5),
    ("week2", "signal-least", "war-worth"): (lambda H, L, w, k: L - (1 - w) * L, 0.25),
    ("week2", "signal-most", "whole-stake"): (lambda H, L, w, k: H, 0.5),
    ("week2", "signal-most", "war-worth"): (lambda H, L, w, k: H * w - k, 0.25),
    ("week3", "pooled", "tight-front"): (lambda T1, R1, P1, T2, R2, P2: 1 - (R1 - P1) / (T1 - P1), 0.25),
    ("week3", "pooled", "average"): (
        lambda T1, R1, P1, T2, R2, P2: 1 - (R1 - P1) / (T1 - P1) / 2 - (R2 - P2) / (T2 - P2) / 2, 0.5),
    ("hotline", "how-much", "relative"): (
        lambda r: -100 * (row := ladder_effect(**{"hotline.reliability": r}))["change"] / row["baseline"], 0.5),
    ("hotline", "how-much", "level"): (lambda r: 100 * ladder_effect(**{"hotline.reliability": r})["value"], 0.25),
}  # fmt: skip
#: The right choice, worked out from a variant's numbers.
CHOICES = {
    ("week2", "proposal"): proposal,
    ("week2", "signal-kind"): signal_kind,
    ("week3", "linking"): linking,
    ("hotline", "no-accidents"): no_accidents,
}
#: Formulas in another shape than the key's, and what each earns.
FORMULAS = {
    ("week1", "threshold-formula"): {
        "1 - (R − P)/(T − P)": 1,
        "(T - R)/(R - P)": 0.5,
        "1 - (T - R)/(T - P)": 0.25,
        "1 - R/T": 0.25,
        "T - R": 0,
    },
    ("week1", "false-alarms-formula"): {
        "(d·(R-P) - (1-d)·(T-R)) / (d·(T-P))": 1,
        "1 - (T - R)/(T - P)": 0.5,
        "(R - P - (T - R) + d * (T - R)) / (T - P)": 0.5,
        "T - R": 0,
    },
}
#: Changes, or how to find them for a variant, and what they earn in every one.
DESIGNS = {
    ("starter", "one-lever"): [
        (lambda T, d: {"temptation": math.floor(10 * tipping(T, d)) / 10}, 1),
        (lambda T, d: {"temptation": tipping(T, d) + 0.001}, 0),
        ({"temptation": 3.6}, 0.5),
        ({"temptation": 4.9}, 0),
        ({"temptation": 3.5, "reward": 4.0}, None),
    ],
    ("starter", "restore-restraint"): [
        ({"temptation": 3.5}, 1),
        ({"temptation": 3.5, "reward": 4.5}, 0),
        ({"temptation": 4.9}, 0),
        ({"temptation": 3.5, "punishment": 0, "patience": 0.48}, 0),
    ],
    ("week1", "change-payoffs"): [
        ({"temptation": 3.5}, 1),
        ({"reward": 4.4, "punishment": 0.5}, 1),
        ({"temptation": 3.5, "reward": 4.5}, 0),
        ({"sucker": 0.5}, 0),
        ({"temptation": 3}, 0),
    ],
    ("week2", "backchannel"): [
        ({"talk.bias": 0.05}, 1),
        ({"talk.bias": 0.07, "talk.coloured": 0}, 1),
        ({"channel.oman_iran.reliability": 0.95, "channel.us_oman.reliability": 0.98}, 0),
        ({"talk.coloured": 0}, 0),
    ],
    ("week3", "reverse"): [
        ({"buffer.power_later": 0.7}, 1),
        ({"buffer.patience": 0.95}, 1),
        ({"buffer.israel.war_cost": 0.05}, 1),
        ({"us.leverage": 0}, 1),
        ({"buffer.power_now": 0.5}, 0),
        ({"buffer.power_later": 0.7, "us.leverage": 0}, 0),
    ],
    ("hotline", "undo"): [({"patience": 0.5}, 1), ({"war": -3}, 1), ({"precision": 0.5}, 1), ({"gain": 0}, 0)],
}
#: Questions whose right answer does not vary, and what it is; the tests below say why.
FIXED = {
    ("starter", "first-guess"): "rises",
    ("week3", "channel-guess"): "us-oman",
    ("hotline", "where-from"): "accidents",
    ("hotline", "sharp-choices"): "against",
}
