"""One equilibrium move by move: the paths that are played, what is believed where, and what each side does.

Works on any form; for those that can be written out as a tree, the tree gives the paths, and information sets of
several nodes give the beliefs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from deterrence.games.extensive import beliefs_in_tree, profile_in_tree, write_out
from deterrence.games.form import Form
from deterrence.games.profile import Player
from deterrence.games.tree import Tree
from deterrence.solvers.solution import Equilibrium
from deterrence.study.evaluation import Evaluation
from deterrence.study.names import outcome_words, player_names

if TYPE_CHECKING:
    import pandas as pd

#: Chances below this are not told apart from never: rounding of exact zeros.
NEVER = 1e-12

Caller = Callable[[Player], str]


@dataclass(frozen=True)
class Play:
    """Hold a tree and one equilibrium of it, as pictures and tables take them.

    Parameters
    ----------
    tree
        The game written out.
    member
        The equilibrium with strategies and beliefs by the labels of the tree.
    note
        What the tree shows otherwise than the form's own game; empty when nothing.
    """

    tree: Tree
    member: Equilibrium
    note: str


def play_of(game: Form, member: Equilibrium) -> Play | None:
    """Return a game and one of its equilibria as a tree, or None for forms that have no finite tree."""
    found = write_out(game)
    if found is None:
        return None
    if isinstance(game, Tree):
        return Play(game, member, "")
    profile = profile_in_tree(found, member.profile)
    beliefs = beliefs_in_tree(found, profile, member.beliefs)
    return Play(found.tree, replace(member, strategies=profile.strategies, beliefs=beliefs), found.note)


def path_table(play: Play, *, names: Mapping[Player, str] | None = None) -> pd.DataFrame:
    """Return every end that play reaches, likeliest first.

    Returns
    -------
    DataFrame
        Columns ``chance``, ``path`` (the moves that lead there, each with who makes it), ``ends in``, then the payoff
        of each player at that end.
    """
    import pandas as pd

    tree, called = play.tree, caller(names)
    weights = tree.reach_probabilities(play.member.profile)
    rows: list[dict[str, Any]] = []
    for place in tree.places:
        chance = float(weights[place.label])
        if place.children or chance <= NEVER:
            continue
        payoffs = {called(p): float(v) for p, v in zip(tree.players, place.payoffs, strict=True)}
        end = outcome_words(place.outcome, names or {})
        rows.append({"chance": chance, "path": _path(tree, place, called), "ends in": end, **payoffs})
    columns = ["chance", "path", "ends in", *map(called, tree.players)]
    return pd.DataFrame(rows, columns=columns).sort_values("chance", ascending=False, kind="stable", ignore_index=True)


def belief_table(
    game: Form, member: Equilibrium, play: Play | None, *, names: Mapping[Player, str] | None = None
) -> pd.DataFrame:
    """Return what players believe where they cannot tell what happened.

    Returns
    -------
    DataFrame
        Columns ``player``, ``where`` (the information set), ``believes that`` (a node, or what the form calls it),
        ``lowest``, ``highest`` (of the beliefs that support the equilibrium) and ``reached`` (whether play comes there:
        ``yes``, ``never``, or empty for forms without a tree).
    """
    import pandas as pd

    called = caller(names)
    rows: list[tuple[Any, ...]] = []
    beliefs = member.beliefs
    owners = {label: player for player, strategy in member.strategies.items() for label in strategy}
    reached: Mapping[str, Any] = {}
    if play is not None:
        reached = play.tree.beliefs(play.member.profile)
        beliefs = play.member.beliefs or {k: v for k, v in reached.items() if len(v) > 1}
    for label, held in beliefs.items():
        for node, value in held.items():
            low, high = value if isinstance(value, tuple) else (value, value)
            comes = "" if play is None else "yes" if label in reached else "never"
            player = owners.get(label)
            who = called(player) if player is not None else ""
            rows.append((who, words(label), words(node), float(low), float(high), comes))
    return pd.DataFrame(rows, columns=["player", "where", "believes that", "lowest", "highest", "reached"])


def move_table(game: Form, member: Equilibrium, *, names: Mapping[Player, str] | None = None) -> pd.DataFrame:
    """Return what each side does, reached or not: ``player``, ``where``, ``does``, ``chance``."""
    import pandas as pd

    called = caller(names)
    rows = [
        (called(player), words(label), words(action), float(chance))
        for player, strategy in member.strategies.items()
        for label, mix in strategy.items()
        for action, chance in mix.items()
        if float(chance) > NEVER
    ]
    return pd.DataFrame(rows, columns=["player", "where", "does", "chance"])


def play_tables(evaluation: Evaluation) -> dict[str, pd.DataFrame]:
    """Return the equilibrium shown of a game as the tables ``moves``, ``beliefs`` and ``paths``, the last of trees."""
    game, member = evaluation.game, evaluation.found.selected
    assert member is not None
    names, play = player_names(evaluation.model, game.players), play_of(game, member)
    tables = {
        "moves": move_table(game, member, names=names),
        "beliefs": belief_table(game, member, play, names=names),
    }
    return tables if play is None else {**tables, "paths": path_table(play, names=names)}


def caller(names: Mapping[Player, str] | None) -> Caller:
    """Return a function that gives a player's name."""
    known = names or {}
    return lambda player: known.get(player, str(player))


def words(label: str) -> str:
    """Return a label as it is read."""
    return label.replace("_", " ")


def _path(tree: Tree, place: Any, called: Caller) -> str:
    steps: list[str] = []
    while place.parent >= 0:
        before = tree.places[place.parent]
        branch = words(before.branches[place.branch])
        if before.information_set >= 0:
            steps.append(f"{called(tree.players[tree.information_sets[before.information_set].seat])}: {branch}")
        else:
            steps.append(branch)
        place = before
    return ", ".join(reversed(steps)) or "at once"
