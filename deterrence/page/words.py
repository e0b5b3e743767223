"""Names that a reader sees in place of ids, and plain words for the kinds of things on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deterrence.page.parameter_words import about_words, channels_of, part_words, spaced
from deterrence.world.model import Model
from deterrence.world.records import Channel

#: What each family of options is, in plain words.
FAMILIES: Mapping[str, str] = {
    "channels": "Channels: ways to talk, and to be understood",
    "coercion": "Coercion: threats, presence and sanctions",
    "deals": "Deals: who gives up what",
    "defence": "Defence: to be hit less, to be surprised less",
    "incentives": "Incentives: something to lose",
    "uses of force": "Uses of force that the sources describe: shown with what they do, never ranked",
}

#: What each class of stage game says of a player, in words that follow its name.
CLASSES: Mapping[str, str] = {
    "dilemma": "dilemma: it gains by attacking whatever the other does, yet prefers that both hold back",
    "deadlock": "deadlock: it gains by attacking whatever the other does, and restraint by both gives it no more",
    "chicken": "chicken: it would attack against restraint, and hold back against attack",
    "stag_hunt": "stag hunt: it does as the other does",
    "harmony": "harmony: it holds back whatever the other does",
}

#: Objectives by what a reader might say.
OBJECTIVE_WORDS: Mapping[str, str] = {
    "": "undecided",
    "settlement": "settlement: more reason to hold back",
    "weeks_in_restraint": "more periods in restraint",
    "least_chance_of_all_out_war": "least chance of all-out war, in the ladder model",
}

#: The name of each argument of a repeated game.
ARGUMENTS: Mapping[str, str] = {
    "temptation": "attacks alone (T, temptation)",
    "reward": "both hold back (R, reward)",
    "punishment": "both attack (P, punishment)",
    "sucker": "holds back alone (S)",
    "discount": "weight on the next period",
    "false_alarm": "chance of a false alarm",
    "detection": "chance that an attack is seen",
}

#: Columns of tables that hold a model's result, by what a reader should be told of them.
COLUMNS: Mapping[str, str] = {
    "p_top": "chance of the top rung by then (ladder model)",
    "expected_rung": "expected rung (ladder model)",
    "probability": "probability (ladder model)",
}


def words_of(id: str) -> str:
    """Return an id in words: ``"red_sea"`` as ``"red sea"``."""
    return id.replace("_", " ")


def title_of(id: str) -> str:
    """Return an id as a heading: ``"red_sea"`` as ``"Red sea"``."""
    text = words_of(id)
    return text[:1].upper() + text[1:]


def heading(column: str) -> str:
    """Return the heading of a column in words: ``"p_top"`` as what it counts, and in which model."""
    return COLUMNS.get(column, words_of(column))


def label(model: Model, id: str) -> str:
    """Return the name of a parameter, channel, option, game or actor in words.

    Examples
    --------
    >>> import deterrence as dt
    >>> label(dt.load("levant_2024"), "border.israel.gain")
    'Border: Israel: gain'
    """
    if id in model.channels:
        return channel_name(model, id)
    for records, attribute in ((model.options, "title"), (model.games, "title"), (model.actors, "name")):
        if id in records:
            return str(getattr(records[id], attribute))
    first, *parts = id.split(".")
    told = [part_words(model, part, is_last=k == len(parts) - 1) for k, part in enumerate(parts)]
    if first == "kind" and len(parts) > 1:
        return ": ".join([f"Every {spaced(parts[0])}", *told[1:]])
    if first == "effect" and len(parts) > 1 and parts[0] in model.options:
        return ": ".join([model.options[parts[0]].title, *told[1:]])
    if first == "channel" and len(parts) > 1 and (joined := channels_of(model, parts[0])):
        named, *others = (_joins(model, one) for one in joined)
        several = f"{len(joined)} channels, such as " if others else ""
        return ": ".join([f"{several}{named}", *told[1:]])
    opening = about_words(model, first) if parts else spaced(first)
    return ": ".join([opening[:1].upper() + opening[1:], *told])


def channel_name(model: Model, id: str) -> str:
    """Return what a channel is and whom it joins.

    Examples
    --------
    >>> import deterrence as dt
    >>> channel_name(dt.load("levant_2024"), "us_oman")
    'Backchannel between United States and Oman'
    """
    return _joins(model, model.channels[id])


def _joins(model: Model, channel: Channel) -> str:
    first, second = (model.actors[end].name for end in channel.ends)
    return f"{channel.kind.capitalize()} between {first} and {second}"


def plain(model: Model, text: str) -> str:
    """Return a sentence with ids replaced by names: those with a dot or an underscore, which are no words.

    Examples
    --------
    >>> import deterrence as dt
    >>> plain(dt.load("levant_2024"), "It moves border.noise on red_sea.")
    'It moves Border: noise on red sea.'
    """

    def renamed(match: re.Match[str]) -> str:
        id = match.group(0)
        known = (model.parameters, model.channels, model.options, model.actors)
        if any(id in records for records in known):
            return label(model, id)
        return words_of(id) if "_" in id and "." not in id else id

    return re.sub(r"[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)+", renamed, text)


def marked(text: str) -> str:
    """Return a text for Markdown, with the signs that Markdown would take for its own made plain."""
    return re.sub(r"([\\`*_\[\]<>$~|#])", r"\\\1", text)
