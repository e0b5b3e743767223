"""What the equilibria of a tree are called, and the figures that measures read from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from deterrence.games.tree import Tree
from deterrence.solvers.solution import Equilibrium


def described(game: Tree, members: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
    """Return equilibria named by their outcomes, numbered where names repeat, with the chance of every outcome.

    The chances stand in ``details["figures"]`` as ``p_outcome.NAME``, zero for outcomes that do not occur.
    """
    outcomes = list(dict.fromkeys(place.outcome for place in game.places if not place.children))
    names = [" or ".join(outcome for outcome in outcomes if outcome in member.outcomes) for member in members]
    repeated = Counter(names)
    seen: Counter[str] = Counter()
    found: list[Equilibrium] = []
    for member, name in zip(members, names, strict=True):
        seen[name] += 1
        label = f"{name} ({seen[name]})" if repeated[name] > 1 else name
        figures = {f"p_outcome.{outcome}": float(member.outcomes.get(outcome, 0)) for outcome in outcomes}
        found.append(replace(member, name=label, details={**member.details, "figures": figures}))
    return tuple(found)
