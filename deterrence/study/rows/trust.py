"""What is read off trust and reassurance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from deterrence.games import trust_measures as trust
from deterrence.study.effects import effect
from deterrence.study.figures import number
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure, figure

if TYPE_CHECKING:
    from deterrence.study.evaluation import Evaluation

_STAKES = "share of the stakes"

MEASURES: Mapping[str, Measure] = {
    "trust_threshold": Measure(
        trust.trust_threshold,
        "game",
        "probability",
        "the least belief in the other's good intent at which the trustworthy can cooperate at once",
        better="lower",
    ),
    "window_low": Measure(
        trust.window_low, "game", _STAKES, "the least first step that the untrustworthy would not feign", better="lower"
    ),
    "window_high": Measure(
        trust.window_high, "game", _STAKES, "the greatest first step that the trustworthy dare", better="higher"
    ),
    "window_width": Measure(
        trust.window_width, "game", _STAKES, "how wide the range of first steps is that reassure", better="higher"
    ),
    "is_reassurable": Measure(
        trust.is_reassurable, "game", "yes or no", "whether some first step reassures", better="higher"
    ),
    "reassurance_margin": Measure(
        trust.reassurance_margin,
        "game",
        _STAKES,
        "how far inside the range that reassures the first step lies, negative outside it",
        better="higher",
    ),
    "p_cooperation": figure("probability", "chance that both cooperate in the end", better="higher"),
    "p_exploited": figure("probability", "chance that a given player cooperates first and is let down", better="lower"),
    "stake_at_risk": figure(_STAKES, "what is at stake when the players first act", better="lower"),
}


def _value(evaluation: Evaluation) -> float:
    return float(evaluation.properties[("reassurance_margin", None)])


def _clause(before: Evaluation, after: Evaluation) -> str:
    low, high, least = (float(after.properties[(k, None)]) for k in ("window_low", "window_high", "trust_threshold"))
    game = cast("Any", after.game)
    at_once = f"cooperation at once asks a belief in good intent of {number(least)} (assumed {number(game.prior)})"
    if not bool(after.properties[("is_reassurable", None)]):
        was = bool(before.properties[("is_reassurable", None)])
        return f"no first step reassures{', where one did before' if was else ''}, and {at_once}"
    does, did = _value(after) >= 0, _value(before) >= 0
    verb = ("still " if does == did and after.model.applied else "") + ("reassures" if does else "does not reassure")
    was = "" if does == did else ", which it did not before" if does else ", which it did before"
    first, old = (float(cast("Any", e.game).first_stake) for e in (after, before))
    instead = "" if effect(first, old) == "none" else f" instead of {old:.1%}"
    step = f"a first step of {first:.1%}{instead} of the stakes {verb}{was}"
    return f"{step} (between {low:.1%} and {high:.1%} does), and {at_once}"


def _reason(_: Evaluation) -> str:
    return "not how far the first step lies inside the range that reassures"


HEADLINE = Headline(
    "trust and reassurance",
    "reassurance_margin",
    "share",
    _value,
    _clause,
    _reason,
    "whether a first conciliatory step shows good intent",
)
