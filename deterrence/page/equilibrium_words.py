"""What each equilibrium is, in a sentence of plain words with the names of the parties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deterrence.study.evaluation import Evaluation
from deterrence.study.figures import number, share
from deterrence.study.names import name, outcome_words, player_names

#: Form -> name of an equilibrium -> what it is. ``{0}``, ``{1}`` and ``{2}`` are the players.
_SAID: Mapping[str, Mapping[str, str]] = {
    "threat": {
        "babbling": "A threat tells nothing: {0} makes none, and {1} challenges whatever it hears.",
        "separating": "A threat tells all: only a strong {0} makes one, and {1} challenges silence alone.",
        "semi_separating": "A threat tells something: a strong {0} makes one, a weak one bluffs at times, and {1} "
        "challenges some threats and every silence.",
        "strong_hides": "Silence may hide strength: a weak {0} stays silent, a strong one at times, and {1} challenges "
        "silence at times.",
        "pooling": "Everybody threatens: strong or weak, {0} does, and {1} does not challenge a threat.",
        "silent_pooling": "Nobody threatens: strong or weak, {0} stays silent, and {1} does not challenge silence.",
        "perverse": "Silence is read as strength: only a weak {0} threatens, and {1} challenges neither.",
    },
    "deterrence": {
        "deterrence": "{1} deters: {0} waits, because a hard {1} is likely enough.",
        "separating": "A challenge tells all: only a hard {0} challenges, and a soft {1} concedes.",
        "attack": "Hard or soft, {0} challenges, and a soft {1} concedes.",
        "bluff": "A hard {0} challenges, a soft one bluffs at times, and a soft {1} resists at times.",
        "untested": "{0} waits in fear of a resistance that is never put to the test.",
    },
    "extended_deterrence": {
        "deterrence": "{0} waits, since {1} would resist an attack",
        "no_demand": "{0} waits, although {1} would yield to an attack",
        "concession": "{0} attacks, and {1} yields",
        "conflict": "{0} attacks, and {1} resists",
    },
    "standoff": {
        "escalation": "Both sides may escalate; each concedes in time if war is bad enough to it, and fights else."
    },
    "private_brinkmanship": {
        "symmetric": "Each side lets the risk grow the longer, the less a disaster would cost it."
    },
    "cheap_talk": {
        "babbling": "Talk carries nothing: {1} acts as if nothing had been said.",
        "full_revelation": "Talk carries everything: {0} says what it knows, and {1} believes it.",
    },
    "trust": {
        "all_defect": "Nobody cooperates, trustworthy or not.",
        "trust_at_once": "The trustworthy cooperate at once, with everything at stake.",
        "mixed_trust": "The trustworthy cooperate at times, with everything at stake at once.",
        "reassurance": "A first step that only the trustworthy dare or care to take, then the rest.",
    },
    "bargain": {"best_demand": "{0} demands what suits it best, and {1} accepts unless its cost of war is low."},
}

#: What follows in a name of extended deterrence -> who would intervene.
_HELP: Mapping[str, str] = {
    "_with_either": "; strong or weak, {2} would intervene.",
    "_without_help": "; strong or weak, {2} would stand aside.",
    "_with_weak": "; only a weak {2} would intervene.",
    "": "; a strong {2} would intervene, a weak one stand aside.",
}

#: Rule -> which equilibrium it shows.
RULES: Mapping[str, str] = {
    "worst": "shown: the least sum of payoffs",
    "best": "shown: the greatest sum of payoffs",
    "risk_dominant": "shown: the least risky",
    "logit_branch": "shown: where nearly best replies lead",
    "picked": "your pick",
}


def equilibrium_title(member: Any) -> str:
    """Return the name of an equilibrium as a heading."""
    text = str(member.name).replace("_", " ")
    text = f"Equilibrium {text.removeprefix('root ')}" if text.startswith("root ") else text
    return text[:1].upper() + text[1:]


def equilibrium_sentence(evaluation: Evaluation, member: Any) -> str:
    """Say what one equilibrium of a game is, in plain words; empty where nothing fits."""
    game = evaluation.game
    names = player_names(evaluation.model, game.players)
    called = [name(evaluation.model, player) for player in game.players]
    figures = member.details.get("figures", {})
    if game.form == "tree":
        ends = [f"{outcome_words(end, names)} {share(p)}" for end, p in member.outcomes.items() if p]
        return f"Play ends in {', '.join(ends)}."
    if game.form == "crisis":
        return (
            f"{called[0]} challenges with {share(figures['p_challenge'])}, {called[1]} resists a "
            f"challenge with {share(figures['p_resist'])}."
        )
    if game.form == "brinkmanship":
        first = name(evaluation.model, game.players[getattr(game, "first_player", 0)])
        other = next(one for one in called if one != first)
        climbs = float(figures["climbs"]) > 0
        return f"{first} climbs one rung and {other} gives way." if climbs else f"{first} gives way at once."
    if game.form == "extended_deterrence":
        suffix = next(end for end in _HELP if member.name.endswith(end))
        plan = member.name.removesuffix(suffix)
        return (_SAID[game.form][plan] + _HELP[suffix]).format(*called)
    if game.form == "cheap_talk" and member.name.endswith("_messages"):
        return f"{number(figures['n_messages'])} messages are told apart, each for a range of what {called[0]} knows."
    return _SAID.get(game.form, {}).get(member.name, "").format(*called)
