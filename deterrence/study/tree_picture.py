"""An extensive game and one of its equilibria as a picture, as sentences and as a tidy table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from deterrence.charts.svg import Theme
from deterrence.charts.tree import draw_tree
from deterrence.charts.tree_layout import TreeNode
from deterrence.games.profile import Player
from deterrence.games.tree import Tree
from deterrence.games.tree_profiles import read_mix
from deterrence.solvers.solution import Equilibrium
from deterrence.study.figures import share
from deterrence.study.names import outcome_words
from deterrence.study.words import NOT_A_FORECAST

if TYPE_CHECKING:
    import pandas as pd


def tree_svg(
    game: Tree,
    member: Equilibrium | None = None,
    *,
    title: str = "",
    names: Mapping[Player, str] | None = None,
    theme: Theme = "auto",
    prefix: str = "tree",
) -> str:
    """Draw an extensive game, with the path and the beliefs of an equilibrium.

    Parameters
    ----------
    game
        The tree.
    member
        The equilibrium whose path is thick; without one, the tree is drawn alone.
    title
        One line above the picture; the name of the game when left out.
    names
        What players are called; their labels where left out.
    theme
        ``light``, ``dark``, or ``auto`` for the reader's system.
    prefix
        Beginning of the ids of elements, different for each picture on a page.

    Returns
    -------
    str
        SVG text. A tree of more than ``charts.tree.MAX_LEAVES`` ends is not drawn: the picture says so.

    Raises
    ------
    GameError
        If the equilibrium does not fit the game.

    Examples
    --------
    >>> from deterrence.games.tree import Decision, Terminal
    >>> ends = {"wait": Terminal("quiet", (1,)), "act": Terminal("action", (2,))}
    >>> tree_svg(Tree(Decision("a", "first", ends), players=["a"])).count("data-node")
    3
    """
    called = _caller(names)
    subtitle = "No equilibrium is shown."
    if member is not None:
        subtitle = f"Equilibrium {_words(member.name)}: the thick path is played."
    if any(len(one.nodes) > 1 for one in game.information_sets):
        subtitle += " Dashed lines join moves that their player cannot tell apart."
    return draw_tree(
        tree_nodes(game, member, names=names),
        [called(player) for player in game.players],
        title=title or game.name,
        subtitle=subtitle,
        description=" ".join(tree_sentences(game, member, names=names)),
        theme=theme,
        prefix=prefix,
    )


def tree_nodes(
    game: Tree, member: Equilibrium | None = None, *, names: Mapping[Player, str] | None = None
) -> list[TreeNode]:
    """Return the nodes of a tree as the picture takes them."""
    called = _caller(names)
    mix = None if member is None else read_mix(game, member.profile)
    weights = None if member is None else game.reach_probabilities(member.profile)
    beliefs = {} if member is None else member.beliefs or game.beliefs(member.profile)
    nodes: list[TreeNode] = []
    for place in game.places:
        branch = probability = ""
        if place.parent >= 0:
            before = game.places[place.parent]
            branch = before.branches[place.branch]
            if before.probabilities:
                probability = share(before.probabilities[place.branch])
            elif mix is not None:
                probability = share(mix[before.information_set][place.branch])
        one = game.information_sets[place.information_set] if place.information_set >= 0 else None
        held = beliefs.get(one.label, {}) if one is not None and len(one.nodes) > 1 else {}
        end = outcome_words(place.outcome, names or {})
        title = called(game.players[one.seat]) if one is not None else end or "chance"
        nodes.append(
            TreeNode(
                label=place.label,
                kind="end" if not place.children else "chance" if one is None else "decision",
                parent=place.parent,
                title=title,
                note="" if one is None else _words(one.label),
                information_set="" if one is None else one.label,
                belief=_belief(held[place.label]) if place.label in held else "",
                branch=_words(branch),
                probability=probability,
                payoffs=tuple(_payoff(value) for value in place.payoffs),
                reached=None if weights is None else float(weights[place.label]),
            )
        )
    return nodes


def tree_table(
    game: Tree, member: Equilibrium | None = None, *, names: Mapping[Player, str] | None = None
) -> pd.DataFrame:
    """Return one row per node, ends with their payoffs.

    Returns
    -------
    pandas.DataFrame
        Columns ``node``, ``kind``, ``player`` (empty for chance and ends), ``information_set``, ``belief`` (as it is
        written in the picture), ``before``, ``branch``, ``probability`` of the branch (as written), ``outcome``,
        ``payoff.NAME`` per player (NaN before the end) and ``reached`` (NaN without an equilibrium).
    """
    import pandas as pd

    called = _caller(names)
    rows: list[dict[str, Any]] = []
    for place, node in zip(game.places, tree_nodes(game, member, names=names), strict=True):
        own: list[Any] = list(place.payoffs) or [float("nan")] * game.n_players
        payoffs = {f"payoff.{called(player)}": float(value) for player, value in zip(game.players, own, strict=True)}
        rows.append(
            {
                "node": node.label,
                "kind": node.kind,
                "player": node.title if node.kind == "decision" else "",
                "information_set": node.information_set,
                "belief": node.belief,
                "before": game.places[node.parent].label if node.parent >= 0 else "",
                "branch": game.places[place.parent].branches[place.branch] if place.parent >= 0 else "",
                "probability": node.probability,
                "outcome": place.outcome,
                **payoffs,
                "reached": float("nan") if node.reached is None else node.reached,
            }
        )
    return pd.DataFrame(rows)


def tree_sentences(
    game: Tree, member: Equilibrium | None = None, *, names: Mapping[Player, str] | None = None
) -> list[str]:
    """Say what the picture shows: who moves, what is played, what is believed, and how it ends."""
    called = _caller(names)
    ends = sum(not place.children for place in game.places)
    who = ", ".join(called(player) for player in game.players)
    said = [f"A tree with {ends} ends, {len(game.information_sets)} information sets, and the players {who}."]
    hidden = [one for one in game.information_sets if len(one.nodes) > 1]
    said += [
        f"At {_words(one.label)}, {called(game.players[one.seat])} cannot tell {len(one.nodes)} nodes apart."
        for one in hidden
    ]
    if member is None:
        return said
    for one, mix in zip(game.information_sets, read_mix(game, member.profile), strict=True):
        plays = " or ".join(f"{_words(action)} {share(p)}" for action, p in zip(one.actions, mix, strict=True) if p > 0)
        who = called(game.players[one.seat])
        said.append(f"In equilibrium {_words(member.name)}, at {_words(one.label)}, {who} plays {plays}.")
    beliefs = member.beliefs or game.beliefs(member.profile)
    for one in hidden:
        held = beliefs.get(one.label, {})
        parts = [f"{_belief(value)} on {_words(node)}" for node, value in held.items()]
        if parts:
            said.append(f"The belief at {_words(one.label)} is {', '.join(parts)}.")
    ways = ", ".join(
        f"{outcome_words(outcome, names or {})} {share(p)}" for outcome, p in game.outcomes(member.profile).items()
    )
    return [*said, f"In this model play ends in {ways}. {NOT_A_FORECAST}"]


def _caller(names: Mapping[Player, str] | None) -> Callable[[Player], str]:
    known = names or {}
    return lambda player: known.get(player, str(player))


def _words(label: str) -> str:
    """Return a label of a file as it is read."""
    return label.replace("_", " ")


def _belief(value: Any) -> str:
    low, high = value if isinstance(value, tuple) else (value, value)
    return share(low) if low == high else f"{share(low)} to {share(high)}"


def _payoff(value: Any) -> str:
    return f"{float(value):.4g}"
