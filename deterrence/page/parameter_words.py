"""The parts of a parameter's id in words: what it is about, whose it is, and what it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deterrence.world.model import Model
from deterrence.world.records import Channel

#: First parts of ids that say less than what they are about; others are an actor's name or the words themselves.
ABOUT: Mapping[str, str] = {
    "axis": "All fronts together",
    "bases": "Bases in Iraq and Syria",
    "brink": "Brink of war",
    "buffer": "Deal or war on the buffer",
    "control": "Control by the patron",
    "covert": "Covert attacks",
    "crisis": "Threat of sanctions",
    "direct": "Direct front",
    "extended": "Attack under cover",
    "launch": "Drone and rocket attacks",
    "linkage": "Linkage of the fronts",
    "message": "Costly signal",
    "red_sea": "Red Sea",
    "region": "Regional ladder",
    "rent": "Peaceful income",
    "stake": "Stake in calm",
    "support": "Support by the patron",
}

#: Last parts that say less than what they count.
COUNTED: Mapping[str, str] = {
    "advantage": "attacking a side that holds back",
    "advantage_forgone": "advantage forgone by the trustworthy",
    "answer_weeks": "weeks of answer to a breach",
    "arms_share": "cost that US arms take off",
    "arms_value": "worth of US arms",
    "backdown": "backing down",
    "calm": "chance of easing when all step down",
    "call": "chance that a partner is called in",
    "coloured": "how far a lean colours what is passed on",
    "commitment": "chance that a partner's war draws Iran in",
    "cost_high": "greatest cost of war",
    "cost_low": "least cost of war",
    "displaced": "number",
    "ease": "chance of easing when one side steps down",
    "effort_cost": "cost of effort",
    "exit": "chance that war at the top ends",
    "exploited": "holding back under attack",
    "fire_share": "part of the cost of war from fire",
    "first_risk": "risk at the first step",
    "forfeited": "part forfeited by fighting",
    "mass_load": "load of mass salvos on the defences",
    "miss": "failures left",
    "peace_untrustworthy": "calm, to the untrustworthy",
    "power_later": "strength after rebuilding",
    "power_now": "strength now",
    "pressure_exit": "what outside pressure adds to the end of war",
    "prior": "prior chance of preferring restraint",
    "prior_strong": "prior chance of being strong",
    "push": "chance to raise the front",
    "range": "payoff range",
    "rules": "escalation held back by rules at rung 0",
    "salvo_load": "load of salvos on the defences",
    "slip": "misread incidents that raise the front",
    "solidarity": "chance that a partner's war draws other partners in",
    "strong_share": "worth of the aim to the strong",
    "sunk": "cost sunk as a signal",
    "tied": "standing staked on a threat",
    "tied_cost": "standing lost by an empty threat",
    "top_risk": "risk at the highest step",
    "us_cover": "losses spared by US entry",
    "us_loss": "losses added by US entry",
    "us_relay": "matters that the US can relay",
    "use_or_lose": "weapons lost unused",
    "voice": "weight of a mediator's own view",
    "war_cost": "cost of war",
    "war_strong": "joining the war, if strong",
    "war_weak": "joining the war, if weak",
    "weak_share": "worth of the aim to the weak",
    "win_probability": "chance that war brings what is sought",
}

#: Fronts whose ids are no names.
_FRONTS: Mapping[str, str] = {"bases": "bases in Iraq and Syria", "direct": "direct front", "red_sea": "Red Sea"}

#: Actors by their ids where these stand within other words.
_SHORT: Mapping[str, str] = {"us": "US", "eu": "EU"}


def about_words(model: Model, part: str) -> str:
    """Return what the first part of an id says: an actor's name, or what the parameter is about."""
    text = model.actors[part].name if part in model.actors else ABOUT.get(part, spaced(part))
    return text[:1].upper() + text[1:]


def part_words(model: Model, part: str, *, is_last: bool) -> str:
    """Return what a later part of an id says: an actor, several actors, a front, or what is counted.

    Examples
    --------
    >>> import deterrence as dt
    >>> part_words(dt.load("levant_2024"), "hezbollah_hamas", is_last=True)
    'Hezbollah and Hamas'
    """
    if part in model.actors:
        return model.actors[part].name
    if is_last and part in COUNTED:
        return COUNTED[part]
    if re.fullmatch(r"rung\d+", part):
        return f"a week at {spaced(part)}"
    words = part.split("_")
    if len(words) > 1 and all(word in model.actors for word in words):
        return " and ".join(model.actors[word].name for word in words)
    named = [_SHORT.get(word, model.actors[word].name if word in model.actors else word) for word in words]
    return _FRONTS.get(part, spaced(" ".join(named)))


def spaced(part: str) -> str:
    """Return an id as words, a number at its end apart: ``"rung0"`` as ``"rung 0"``."""
    return re.sub(r"(?<=[a-z])(?=[0-9])", " ", part.replace("_", " "))


def channels_of(model: Model, part: str) -> tuple[Channel, ...]:
    """Return the channels that an id of the form ``channel.PART.number`` belongs to, also those that options add."""
    added = {change.channel.id: change.channel for option in model.options.values() for change in option.changes
             if change.channel is not None}  # fmt: skip
    known = {**added, **model.channels}
    if part in known:
        return (known[part],)
    opening = f"channel.{part}."
    return tuple(
        one for one in known.values() if any(id.startswith(opening) for id in getattr(one.reliability, "names", ()))
    )
