"""What is read off the escalation ladder: figures of an equilibrium from a start, by front."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from deterrence.formulation.ladder import rung_names
from deterrence.numerics import nan
from deterrence.study.effects import effect
from deterrence.study.figures import moved
from deterrence.study.ladder_figures import HORIZON
from deterrence.study.names import period_word
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import figure

if TYPE_CHECKING:
    from deterrence.games.ladder import Ladder
    from deterrence.study.evaluation import Evaluation

#: Figures by front carry the front's name after a dot: ``p_top.border``.
MEASURES = {
    "p_escalate": figure("probability per period", "how likely the player escalates at the start", better="lower"),
    "p_top": figure("probability", "whether the front has reached its top rung by the horizon", better="lower"),
    "p_any_top": figure("probability", "whether any front has reached its top rung by the horizon", better="lower"),
    "expected_rung": figure("rung", "the front's mean rung at the horizon", better="lower"),
    "first_passage": figure("periods", "mean wait until the front first reaches its top rung", better="higher"),
}


def _name(evaluation: Evaluation) -> str:
    return cast("Ladder", evaluation.game).fronts[0].name


def _first(evaluation: Evaluation) -> float:
    member = evaluation.found.selected
    return nan if member is None else float(member.details["figures"][f"p_top.{_name(evaluation)}"])


def _clause(before: Evaluation, after: Evaluation) -> str:
    then, now = _first(before), _first(after)
    chance = f"the chance that {reaching(after, _name(after))}"
    if effect(now, then) == "none":
        return f"{chance} {'stays at' if after.model.applied else 'is'} {now:.1%}"
    return f"{chance} {moved(then, now, True)}"


def reaching(evaluation: Evaluation, front: str) -> str:
    """Say what the figure ``p_top`` of a front is the chance of: its rung and its horizon in words."""
    model, game = evaluation.model, cast("Ladder", evaluation.game)
    (height,) = (one.top for one in game.fronts if one.name == front)
    top = rung_names(model.games[game.name].labels, front, height)[-1]
    span = f"{HORIZON} {period_word(model)}s"
    return f"the front '{front.replace('_', ' ')}' reaches its top rung ({top}) within {span}"


def _reason(after: Evaluation) -> str:
    return f"not the chance that the front '{_name(after).replace('_', ' ')}' reaches its top rung"


HEADLINE = Headline(
    "escalation ladder",
    "p_top",
    "share",
    _first,
    _clause,
    _reason,
    "how play that looks only at the present rungs climbs or descends week by week, accidents included",
)
