"""Numbers as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

#: Figures in words that follow "the" and do not follow from their names; what they count is told by the tables of
#: measures at length.
_FIGURE_WORDS = {
    "best_receiver_value": "listener's best payoff",
    "best_symmetric_value": "greatest payoff with symmetric strategies",
    "best_unmediated_value": "greatest sum of payoffs without a mediator",
    "bluff": "chance of a bluff",
    "c_hard": "chance of resistance that stops a hard challenger",
    "c_soft": "chance of resistance that stops a soft challenger",
    "challenge": "chance that a threat is challenged",
    "challenger_threshold": "chance of intervention from which on the challenger waits",
    "climbs": "number of rungs climbed",
    "corner": "bound on the bargain between patron and proxy",
    "credible_gain": "gain from a mediator who is believed",
    "critical_discount": "least patience for restraint",
    "critical_enforcement": "least hold on the shift that prevents war",
    "critical_leakage": "largest leakage at which the pressure suffices",
    "critical_power": "greatest later power that leads to no war",
    "critical_rent": "least rent of peace that prevents war",
    "critical_sanction": "least sanction at which the patron pays nothing",
    "cut_point": "state at which one message gives way to the next",
    "d_threshold": "belief above which a soft defender concedes",
    "demand": "share demanded",
    "effort": "effort of the proxy",
    "equilibria": "number of equilibria",
    "expected_periods_to_breakdown": "mean wait for a false alarm",
    "expected_rung": "expected rung",
    "first_passage": "mean wait until the top rung",
    "full_pressure": "pressure of all senders together",
    "gain": "gain from a trusted mediator",
    "gain_from_war": "gain from fighting now",
    "grim_critical_discount": "least patience under endless punishment",
    "highest_rung": "highest rung that is worth its risk",
    "incentive": "reason to hold back",
    "is_credible": "answer to “is the mediator believed?” (1 yes, 0 no)",
    "is_dilemma": "answer to “is the stage game a dilemma for everybody?” (1 yes, 0 no)",
    "is_reassurable": "answer to “does some first step reassure?” (1 yes, 0 no)",
    "is_sufficient_alone": "answer to “is this sender enough alone?” (1 yes, 0 no)",
    "is_sustained": "answer to “is restraint an equilibrium?” (1 yes, 0 no)",
    "is_war": "answer to “does the declining side fight?” (1 yes, 0 no)",
    "least_net_benefit": "least that any sender gains by joining",
    "margin": "margin of patience of the binding player",
    "max_false_alarm": "greatest bearable rate of false alarms",
    "max_messages": "greatest number of messages told apart",
    "mediated_value": "payoff with the best mediator",
    "mediation_gain": "gain from the best mediator",
    "n_joined": "number of senders who join",
    "n_messages": "number of messages told apart",
    "p_any_top": "chance that some front reaches its top rung",
    "p_attack": "chance of an attack",
    "p_backdown": "chance that a challenge is withdrawn",
    "p_challenge": "chance of a challenge",
    "p_concede": "chance of conceding",
    "p_concede_at_once": "chance of conceding at once",
    "p_concession": "chance of a concession",
    "p_cooperation": "chance that both cooperate in the end",
    "p_escalate": "chance of escalating at the start",
    "p_exploited": "chance of being let down",
    "p_fight": "chance of fighting when resisted",
    "p_intervention": "chance that the patron intervenes",
    "p_joint_fight": "chance that protege and patron fight",
    "p_lone_fight": "chance that the protege fights alone",
    "p_resist": "chance of resistance",
    "p_retreat": "chance that a challenger retreats",
    "p_status_quo": "chance that nobody challenges",
    "p_stay": "chance of never conceding",
    "p_top": "chance of reaching the top rung",
    "p_yield": "chance that the protege yields",
    "patron_threshold": "chance of intervention from which on the protege resists",
    "range_high": "greatest share over which no responder fights",
    "range_low": "least share that the proposer prefers to war",
    "range_width": "width of the range of settlements",
    "reassurance_margin": "margin by which the first step reassures",
    "receiver_value": "listener's payoff",
    "region": "kind of equilibrium after a challenge",
    "resolve": "greatest risk of disaster run for the prize",
    "restraint_share": "share of periods in restraint",
    "separate_critical_discount": "least patience with the fronts apart",
    "shortest_punishment": "shortest punishment that deters",
    "soft_challenge": "chance of a soft challenge",
    "soft_resistance": "chance of soft resistance",
    "stake_at_risk": "stake when the players first act",
    "tft_critical_discount": "least patience for tit for tat",
    "transfer": "transfer from patron to proxy",
    "untested_resistance": "least resistance at which nobody challenges",
    "value": "payoff from restraint",
    "window_high": "greatest first step that the trustworthy dare",
    "window_low": "least first step that would not be feigned",
    "window_width": "range of first steps that reassure",
}


def number(value: Any) -> str:
    """Return a number for reading: three digits, ``none suffices`` for infinity, ``not applicable`` for NaN."""
    figure = float(value)
    if math.isnan(figure):
        return "not applicable"
    if math.isinf(figure):
        return "none suffices" if figure > 0 else "out of reach"
    return f"{figure:.3f}".rstrip("0").rstrip(".") if abs(figure) < 1000 else f"{figure:,.0f}"


def precise(value: Any) -> str:
    """Return a number with six digits; what is none in the words of ``number``."""
    return f"{float(value):.6g}" if math.isfinite(float(value)) else number(value)


def figure(value: float, is_share: bool, sign: str = "") -> str:
    """Return a headline figure in words: shares in per cent, counts as they are."""
    if not is_share or not math.isfinite(value):
        return number(value)
    if value != 0 and abs(value) < 0.0005:
        return f"{'-' if value < 0 else sign}<0.1%"
    return f"{100 * value:{sign if value else ''}.1f}%"


def share(value: Any) -> str:
    """Return a probability in per cent, with a digit more where whole numbers would hide that it is not 0 or 1.

    Examples
    --------
    >>> share(0.375), share(1), share(0.0001)
    ('37.5%', '100%', '<0.1%')
    """
    per_cent = round(100 * float(value), 9)
    if 0 < per_cent < 0.05:
        return "<0.1%"
    if 99.95 < per_cent < 100:
        return ">99.9%"
    return f"{per_cent:.0f}%" if abs(per_cent - round(per_cent)) < 0.05 else f"{per_cent:.1f}%"


def moved(then: float, now: float, is_share: bool = False) -> str:
    """Say how a figure moved, with digits enough to see it; of a step too small for that, only the way.

    Examples
    --------
    >>> moved(0.672, 0.671, True)
    'goes from 67.2% to 67.1%'
    >>> moved(0.67189, 0.67176, True)
    'goes from 67.19% to 67.18%'
    >>> moved(0.5, 0.5000001, True)
    'rises by less than 0.001 points, at 50.0%'
    """
    first, last = apart((then, now), is_share)
    if first == last and math.isfinite(then) and math.isfinite(now):
        way, step = "rises" if now > then else "falls", "0.001 points" if is_share else "0.000001"
        return f"{way} by less than {step}, at {last}"
    return f"goes from {first} to {last}"


def apart(values: Sequence[float], is_share: bool = False) -> list[str]:
    """Return figures that stand beside each other, all with digits enough to tell apart those that differ.

    What differs by less than the last digit that is ever written is written alike.

    Examples
    --------
    >>> apart((0.672, 0.65), True), apart((0.67189, 0.67176, 0.67189), True)
    (['67.2%', '65.0%'], ['67.19%', '67.18%', '67.19%'])
    """
    told = [figure(value, is_share) for value in values]
    finite = [math.isfinite(value) for value in values]
    n_values = len({value for value, is_finite in zip(values, finite, strict=True) if is_finite})
    for digits in (2, 3) if is_share else (4, 5, 6):
        if len({words for words, is_finite in zip(told, finite, strict=True) if is_finite}) == n_values:
            break
        sign = "%" if is_share else "f"
        finer = [
            f"{value:.{digits}{sign}}" if is_finite else figure(value, is_share)
            for value, is_finite in zip(values, finite, strict=True)
        ]
        if len(set(finer)) > len(set(told)):
            told = finer
    return told


def figure_words(measure: str) -> str:
    """Return a figure in words, of a ladder with its front.

    Examples
    --------
    >>> figure_words("p_top.red_sea"), figure_words("p_war")
    ('chance of reaching the top rung on red sea', 'chance of war')
    """
    name, _, front = measure.partition(".")
    words = _FIGURE_WORDS.get(name) or measure_words(name)
    if name == "p_outcome":
        return f"chance of the outcome “{front.replace('_', ' ')}”"
    return f"{words} on {front.replace('_', ' ')}" if front else words


def measure_words(measure: str) -> str:
    """Return the name of a measure in words: ``chance of war`` for ``p_war``."""
    return ("chance of " if measure.startswith("p_") else "") + measure.removeprefix("p_").replace("_", " ")
