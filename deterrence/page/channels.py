"""The channels of a world for a reader: what each is, who says so, who is reached through it, what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deterrence.charts.network_key import ROLES
from deterrence.errors import counted
from deterrence.page.words import channel_name, label, plain, title_of
from deterrence.study.figures import number
from deterrence.study.network_figures import (
    TOLERANCE,
    actor_name,
    attribute,
    best_route,
    days_words,
    open_routes,
    pair_words,
    percent,
    route_steps,
    single,
    strategic_pairs,
    weights,
)
from deterrence.study.network_words import pair_sentence
from deterrence.study.readers import pairs_read, reads
from deterrence.study.words import NOT_A_FORECAST
from deterrence.world.model import Model
from deterrence.world.network import delay, reach
from deterrence.world.records import ATTRIBUTES, Parameter

if TYPE_CHECKING:
    import pandas as pd

#: What the network functions take for granted, for a reader.
ASSUMED_OF_CHANNELS = (
    "Channels are open or closed independently of one another, each with its reliability.",
    "A route passes messages on through at most two parties, all of them mediators; rivals relay nothing.",
    "Reach is the exact chance that at least one route is open. Importance is by how much reach rises when a channel "
    "goes from closed to open, the others as they are (Birnbaum 1969).",
    "A route takes the days of its channels together, and is as secret as all of its channels together.",
)

_WORDS = {"reliability": "open when needed", "delay": "days for a message", "secrecy": "stays hidden", "bias": "bias"}


def pairs_of_interest(model: Model) -> list[tuple[str, str]]:
    """Return the pairs of actors that some game reads; every two strategic actors where no game reads any."""
    return list(pairs_read(model)) or strategic_pairs(model)


def reach_sentence(model: Model, start: Model, pair: tuple[str, str]) -> str:
    """Say how two actors reach each other, and how it was at the baseline where that differs."""
    now, then = (single(reach(world, *pair), "reach") for world in (model, start))
    before = f" At the baseline their reach is {percent(then)}." if abs(now - then) > TOLERANCE else ""
    if now == 0:
        return f"In the network model, no open route joins {pair_words(model, pair)}.{before} {NOT_A_FORECAST}"
    return f"In the network model, {pair_sentence(model, *pair)}{before} {NOT_A_FORECAST}"


def importance_table(model: Model, pair: tuple[str, str]) -> pd.DataFrame:
    """Return the channels that lie on a route between two actors, the most important first.

    Returns
    -------
    DataFrame
        Columns ``channel``, ``importance`` (Birnbaum), ``reliability``, ``reach without it``, ``reach with it sure``.
    """
    import pandas as pd

    now = single(reach(model, *pair), "reach")
    rows: list[dict[str, object]] = []
    for channel, weight in weights(model, *pair).items():
        reliability = attribute(model, channel, "reliability")
        rows.append(
            {
                "channel": channel_name(model, channel),
                "importance": weight,
                "reliability": reliability,
                # Reach is linear in each reliability.
                "reach without it": max(now - weight * reliability, 0.0),
                "reach with it sure": min(now + weight * (1 - reliability), 1.0),
            }
        )
    columns = ["channel", "importance", "reliability", "reach without it", "reach with it sure"]
    return pd.DataFrame(rows, columns=columns)


def importance_sentence(model: Model, pair: tuple[str, str]) -> str:
    """Say which games read how two actors reach each other, and what matters most to it."""
    games = pairs_read(model).get(pair, ())
    read = _readers(model, games)
    ranked = weights(model, *pair)
    if not ranked:
        return f"No route could join {pair_words(model, pair)}, so no channel matters to them. {read}"
    most, weight = next(iter(ranked.items()))
    name = channel_name(model, most)
    words = f"the {name[:1].lower()}{name[1:]} matters most to {pair_words(model, pair)}: importance {weight:.2f}"
    return f"In the network model, {words}. {read}"


def channel_sentences(model: Model, channel: str) -> list[str]:
    """Say what a channel is, what reads it and to whom it matters.

    Parameters
    ----------
    model
        A world that has the channel.
    channel
        Its id.
    """
    record = model.channels[channel]
    is_closed = channel in model.closed
    open_ = f"open when needed with probability {percent(attribute(model, channel, 'reliability'))}"
    figures = (
        "taken out" if is_closed else open_,
        f"{days_words(attribute(model, channel, 'delay'))} for a message",
        f"hidden from others with probability {percent(attribute(model, channel, 'secrecy'))}",
    )
    said = [f"{channel_name(model, channel)}: {', '.join(figures)}."]
    if is_closed:
        said.append("It counts as closed, whatever an option does to it.")
    said += [plain(model, record.about)] if record.about else []
    if not record.carries:
        said.append("It observes and carries no messages, so it is on no route.")
    games = [game for game in model.games if channel in reads(model, game)]
    said.append(_readers(model, games))
    ranked = {pair: weights(model, *pair).get(channel, 0.0) for pair in pairs_of_interest(model)}
    most = max(ranked, key=lambda pair: ranked[pair], default=None)
    if most is not None and ranked[most] > 0:
        weight = f"importance {ranked[most]:.2f} in the network model"
        said.append(f"It matters most to {pair_words(model, most)}: {weight}.")
    return said


def grounds_table(model: Model, channel: str) -> pd.DataFrame:
    """Return where each figure of a channel comes from.

    Returns
    -------
    DataFrame
        A row per attribute and parameter behind it: ``what``, ``value``, ``set by``, ``range``, ``basis``, ``grounds``,
        ``also sets`` (other channels) and ``for display`` (``no game reads it``, or empty).
    """
    import pandas as pd

    record = model.channels[channel]
    rows: list[dict[str, str]] = []
    for name in ATTRIBUTES:
        formula = getattr(record, name)
        shown = {"what": _WORDS[name], "value": number(attribute(model, channel, name))}
        display = "no game reads it" if name in record.display else ""
        behind = [model.parameters[id] for id in model.parameters if id in formula.names]
        for parameter in behind:
            others = [channel_name(model, id) for id in _users(model, parameter.id) if id != channel]
            rows.append({**shown, **_grounds(model, parameter), "also sets": _few(others), "for display": display})
        if not behind:
            given = {"set by": "the model file", "range": "", "basis": "", "grounds": ""}
            rows.append({**shown, **given, "also sets": "", "for display": display})
    return pd.DataFrame(rows)


def _grounds(model: Model, parameter: Parameter) -> dict[str, str]:
    source = model.sources.get(parameter.basis)
    quote = f"“{parameter.quote}” " if parameter.quote else ""
    return {
        "set by": label(model, parameter.id),
        "range": f"{number(parameter.low)} to {number(parameter.high)}",
        "basis": parameter.basis if source is None else source.title,
        "grounds": f"{quote}{parameter.reason}".strip(),
    }


def channel_parameters(model: Model, channel: str | None = None) -> list[str]:
    """Return the parameters behind one channel, or behind all channels, in the order of the file."""
    records = [model.channels[channel]] if channel is not None else list(model.channels.values())
    used = {id for record in records for name in ATTRIBUTES for id in getattr(record, name).names}
    return [id for id in model.parameters if id in used]


def parameter_table(model: Model) -> pd.DataFrame:
    """Return the parameters behind the channels.

    Returns
    -------
    DataFrame
        Columns ``number`` (its name), ``value``, ``low``, ``high``, ``unit``, ``sets`` (the one channel that the name
        holds, or the ends of others), ``id``.
    """
    import pandas as pd

    rows = [
        {
            "number": label(model, id),
            "value": float(model.parameters[id].value),
            "low": model.parameters[id].low,
            "high": model.parameters[id].high,
            "unit": model.parameters[id].unit,
            "sets": _ends(model, id),
            "id": id,
        }
        for id in channel_parameters(model)
    ]
    return pd.DataFrame(rows, columns=["number", "value", "low", "high", "unit", "sets", "id"])


def _few(names: Sequence[str]) -> str:
    """Return up to two names, or how many there are."""
    return "; ".join(names) if len(names) <= 2 else f"{len(names)} channels, such as {names[0]}"


def _ends(model: Model, parameter: str) -> str:
    """Return whom the channels that a parameter sets join, in short."""
    users = _users(model, parameter)
    if len(users) == 1 and label(model, parameter).startswith(channel_name(model, users[0])):
        return "this channel"
    return _few([pair_words(model, model.channels[channel].ends) for channel in users])


def _users(model: Model, parameter: str) -> list[str]:
    return [
        channel.id
        for channel in model.channels.values()
        if any(parameter in getattr(channel, name).names for name in ATTRIBUTES)
    ]


def actor_sentence(model: Model, actor: str) -> str:
    """Say who an actor is and how many others it can reach."""
    record = model.actors[actor]
    table = actor_table(model, actor)
    about = f" {plain(model, record.about)}" if record.about else ""
    words = f"{record.name} ({ROLES.get(record.role, record.role)}).{about}"
    if not len(table):
        return f"{words} In the network model no channel joins it to anybody."
    return f"{words} In the network model it can reach {counted(len(table), 'other')}; the table says through whom."


def actor_table(model: Model, actor: str) -> pd.DataFrame:
    """Return everybody whom an actor can reach, the surest first.

    Returns
    -------
    DataFrame
        Columns ``whom``, ``reach`` (probability), ``days`` (at the fastest), ``routes`` (count of those that can be
        open), ``through`` (the mediators of the most reliable route) and ``channel that matters most``.
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    for other in model.actors:
        routes = open_routes(model, actor, other) if other != actor else ()
        if not routes:
            continue
        steps = route_steps(model, best_route(model, actor, other), actor)
        through = [actor_name(model, step) for step in steps if step not in (actor, other)]
        rows.append(
            {
                "whom": actor_name(model, other),
                "reach": single(reach(model, actor, other), "reach"),
                "days": single(delay(model, actor, other), "delay"),
                "routes": len(routes),
                "through": ", ".join(through) or "directly",
                "channel that matters most": channel_name(model, next(iter(weights(model, actor, other)))),
            }
        )
    columns = ["whom", "reach", "days", "routes", "through", "channel that matters most"]
    return pd.DataFrame(rows, columns=columns).sort_values("reach", ascending=False, kind="stable")


def tie_sentence(model: Model, tie: str) -> str:
    """Say what a relation is that is no channel."""
    record = model.ties[tie]
    ends = pair_words(model, record.ends)
    about = f" {plain(model, record.about)}" if record.about else ""
    return f"{title_of(record.kind)} between {ends}: a relation, no channel; no message passes along it.{about}"


def _readers(model: Model, games: Sequence[str]) -> str:
    titles = "; ".join(model.games[game].title for game in games)
    return f"Read by {counted(len(games), 'game')}: {titles}." if games else "No game reads it."
