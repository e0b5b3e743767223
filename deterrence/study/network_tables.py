"""The network of a model as tidy tables: its channels, and who can reach whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deterrence.study.network_figures import (
    actor_name,
    attribute,
    most_important,
    open_routes,
    pair_words,
    single,
    strategic_pairs,
    weights,
)
from deterrence.world.model import Model
from deterrence.world.network import delay, reach, secrecy
from deterrence.world.records import ATTRIBUTES

if TYPE_CHECKING:
    import pandas as pd


def channel_table(model: Model) -> pd.DataFrame:
    """Return one row per channel: its ends, kind, attributes, and the pair of strategic actors that it matters most to.

    Returns
    -------
    pandas.DataFrame
        Columns ``channel``, ``from``, ``to``, ``kind``, ``carries``, ``reliability``, ``delay`` (days), ``secrecy``,
        ``bias``, ``matters_to`` (names of two actors, empty where no pair needs it) and ``importance``.
    """
    import pandas as pd

    by_pair = {pair: weights(model, *pair) for pair in strategic_pairs(model)}
    rows: list[dict[str, Any]] = []
    for channel in model.channels.values():
        own = {pair: found.get(channel.id, 0.0) for pair, found in by_pair.items()}
        most = max(own, key=lambda pair: own[pair], default=None)
        matters = most is not None and own[most] > 0
        ends = {
            "channel": channel.id,
            "from": actor_name(model, channel.ends[0]),
            "to": actor_name(model, channel.ends[1]),
        }
        figures = {each: attribute(model, channel.id, each) for each in ATTRIBUTES}
        last = {"matters_to": pair_words(model, most) if matters and most else "", "importance": 0.0}
        if matters and most:
            last["importance"] = own[most]
        rows.append({**ends, "kind": channel.kind, "carries": channel.carries, **figures, **last})
    columns = ["channel", "from", "to", "kind", "carries", *ATTRIBUTES, "matters_to", "importance"]
    return pd.DataFrame(rows, columns=columns)


def reach_table(model: Model) -> pd.DataFrame:
    """Return one row per pair of strategic actors: how reachable they are, and through what.

    Returns
    -------
    pandas.DataFrame
        Columns ``from``, ``to``, ``reach`` (probability), ``delay`` (days, inf without a route), ``secrecy`` (in
        [0, 1]), ``routes`` (count of those that can be open), ``most_important`` (a channel, empty without a route)
        and ``importance``.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for a, b in strategic_pairs(model):
        channel, weight = most_important(model, a, b)
        rows.append(
            {
                "from": actor_name(model, a),
                "to": actor_name(model, b),
                "reach": single(reach(model, a, b), "reach"),
                "delay": single(delay(model, a, b), "delay"),
                "secrecy": single(secrecy(model, a, b), "secrecy"),
                "routes": len(open_routes(model, a, b)),
                "most_important": channel,
                "importance": weight,
            }
        )
    columns = ["from", "to", "reach", "delay", "secrecy", "routes", "most_important", "importance"]
    return pd.DataFrame(rows, columns=columns)
