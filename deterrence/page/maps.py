"""The map of a game over two parameters, as the page shows it: sides, points, a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deterrence.numerics import inf, nan
from deterrence.page.assumptions import argument_groups
from deterrence.page.setup import Setup, assumed_model, drawn_model, start_model
from deterrence.page.words import label, plain
from deterrence.study.figures import number
from deterrence.study.map_points import NO_MAP, influences, mappable
from deterrence.study.region_map import RegionMap, region_map, side_of
from deterrence.study.rows import HEADLINES
from deterrence.study.words import NOT_A_FORECAST
from deterrence.world.model import Model


@dataclass(frozen=True)
class MapChoice:
    """What can be mapped of a game, and over what.

    Parameters
    ----------
    known
        (key, words) of what can be mapped, what stands for the form first.
    axes
        Ids of the parameters that can be varied, those that move it most first.
    reason
        Why there is no map; empty where there is one.
    """

    known: tuple[tuple[str, str], ...]
    axes: tuple[str, ...]
    reason: str = ""


def map_choice(model: Model, setup: Setup, game: str, what: str) -> MapChoice:
    """Return what can be mapped of a game in the world of a setup.

    Parameters
    ----------
    model, setup
        The case, and what the reader has set.
    game
        Its id.
    what
        What the parameters shall move; what stands for the form where it is empty or unknown.
    """
    changed = drawn_model(model, setup, {})
    known = mappable(changed, game)
    if not known:
        return MapChoice((), (), NO_MAP.get(changed.games[game].form, "nothing of this form can be mapped"))
    assumed = assumed_model(model, setup)
    read = dict.fromkeys(id for ids in argument_groups(assumed, game).values() for id in ids)
    ends = [(id, float(assumed.parameters[id].value), *side_of(assumed, id)) for id in read]
    ends = [end for end in ends if end[2] < end[3]]
    wanted = what if what in known else next(iter(known))
    moved = influences(lambda values: drawn_model(model, setup, values), game, wanted, ends)
    if len(moved) < 2:
        return MapChoice(tuple(known.items()), (), "fewer than two of its parameters can be varied")
    order = sorted(moved, key=lambda id: (-moved[id][0], -moved[id][1]))
    return MapChoice(tuple(known.items()), tuple(order))


def draw_map(model: Model, setup: Setup, game: str, what: str, axes: tuple[str, str]) -> RegionMap:
    """Evaluate the map of a game, with the reader's other assumptions and options."""
    assumed = assumed_model(model, setup)
    x, y = ((id, *side_of(assumed, id)) for id in axes)
    marks = map_points(model, setup, axes)
    return region_map(lambda values: drawn_model(model, setup, values), game, what, x, y, marks=marks)


def map_points(model: Model, setup: Setup, axes: tuple[str, str]) -> dict[str, tuple[float, float]]:
    """Return where the present point lies, and the baseline where that is another."""
    now, start = assumed_model(model, setup), start_model(model, setup)
    present, base = (
        (float(each.parameters[axes[0]].value), float(each.parameters[axes[1]].value)) for each in (now, start)
    )
    return {"present": present} if present == base else {"present": present, "baseline": base}


def map_sentence(model: Model, found: RegionMap, words: str) -> str:
    """Say what the map shows at the present point, how far that reaches, and where it ends along either side."""
    now = found.marks["present"]
    headline, title = HEADLINES[model.games[found.game].form], model.games[found.game].title
    is_same = found.is_number and number(now.value) == now.label
    exact = f"{number(now.value)}, in the band “{now.label}”" if found.is_number and not is_same else f"“{now.label}”"
    said = [
        f"In the {headline.words} model of {title}, {words}, with everything else as you have it: at the present point "
        f"({label(model, found.x)} = {number(now.x)}, {label(model, found.y)} = {number(now.y)}) it is {exact}, as at "
        f"{found.share(now.label):.0%} of the points of the map, which is a share of the ranges and no probability."
    ]
    if len(found.order) == 1:
        said.append("It is the same everywhere on the map: within these ranges the two change nothing of it.")
    else:
        said += [_turn(model, found, is_x=True), _turn(model, found, is_x=False)]
    if "baseline" in found.marks:
        said.append(f"At the baseline's values of the two it is “{found.marks['baseline'].label}”.")
    return plain(model, " ".join([*said, NOT_A_FORECAST]))


def legend(found: RegionMap) -> tuple[tuple[str, ...], int]:
    """Return the labels of a map in the order of its legend, bands before what is no number, and how many are bands."""
    none = [number(end) for end in (-inf, inf, nan)] if found.is_number else []
    bands = [one for one in found.order if one not in none]
    return (*bands, *(one for one in found.order if one in none)), len(bands) if found.is_number else 0


def map_table(model: Model, found: RegionMap) -> Any:
    """Return the map as a table with names for ids: one row per point."""
    names = {id: label(model, id) for id in (found.x, found.y)}
    return found.table().rename(columns=names)


def _turn(model: Model, found: RegionMap, *, is_x: bool) -> str:
    """Say at which value of one parameter alone the map first turns, going up or down from the present point."""
    import numpy as np

    here = found.marks["present"]
    i, j = int(np.argmin(np.abs(found.ys - here.y))), int(np.argmin(np.abs(found.xs - here.x)))
    row, side, at, now, id = (
        (found.labels[i, :], found.xs, j, here.x, found.x)
        if is_x
        else (found.labels[:, j], found.ys, i, here.y, found.y)
    )
    turns: list[tuple[float, str]] = []
    for steps in (range(at, len(side)), range(at, -1, -1)):
        turns += [(float(side[k]), str(row[k])) for k in steps if row[k] != here.label][:1]
    if not turns:
        return f"{label(model, id)} alone changes nothing of it."
    value, then = min(turns, key=lambda turn: abs(turn[0] - now))
    return f"By {label(model, id)} alone it turns to “{then}” at about {number(value)}."
