"""What a reader has set: the one frozen record that the page keeps, undoes, names and writes into links.

Three worlds follow from it, and every picture has a line for each: the *baseline* (the case at its start), the baseline
*under my assumptions* (with the values that the reader set, and without the
channels that the reader took out), and *my options* on top of these.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from deterrence.errors import ModelError, OptionError, shorten, suggest
from deterrence.solvers.refinements import REFINEMENTS
from deterrence.study.evaluation import portfolio_words
from deterrence.study.ranking import OBJECTIVES
from deterrence.world.model import Model, check_value
from deterrence.world.options import apply, read_portfolio, with_scenario
from deterrence.world.settings import close_channels

#: The three worlds, as every chart and table calls them.
BASELINE, ASSUMED, OPTIONS = "baseline", "my assumptions", "my options"
LINES = (BASELINE, ASSUMED, OPTIONS)

#: Options that are swept beside the reader's own, at most.
MOST_BESIDE = 6

#: How many draws a reader can ask for, of games measured for all draws at once and of those solved one by one.
DRAWS, SLOW_DRAWS = (256, 512, 1024, 2048), (64, 128, 256)

#: Letters in the name of an equilibrium; those of a tree list the outcomes that it leads to.
MAX_NAME = 500


@dataclass(frozen=True)
class Setup:
    """Hold what a reader has set.

    Parameters
    ----------
    case
        The name of a model, or of a model file that the reader brought, ending in ``.toml``.
    scenario
        The named start, empty for the case's own.
    options
        (option id, strength in (0, 1]), sorted by id.
    values
        (parameter id, value), sorted by id: payoffs and other assumptions that the reader changed.
    objective
        What options are ranked by; empty means undecided.
    game
        The game that is looked at in detail; empty for the first.
    without
        Ids of channels that the reader took out, sorted.
    refinement
        What beliefs after unexpected moves must be like: a name in ``REFINEMENTS``, empty for no such demand.
    equilibrium
        The equilibrium of that game which the reader picked, by name; empty for the one that the rule selects.
    axes
        The two parameters of that game's map, along and up; empty for those that move it most.
    mapped
        What the map shows: a key of ``mappable``, empty for what stands for the form.
    figure
        The figure of that game whose robustness is looked at, by its key; empty for the headline.
    beside
        Ids of the options that are swept beside the reader's own, in the order in which they were chosen.
    draws
        How many draws are tried; 0 for as many as the page proposes.

    Examples
    --------
    >>> setup = with_option(Setup("levant_2024"), "missile_defence", 0.5)
    >>> setup.options
    (('missile_defence', 0.5),)
    >>> with_option(setup, "missile_defence", 0.0) == Setup("levant_2024")
    True
    """

    case: str
    scenario: str = ""
    options: tuple[tuple[str, float], ...] = ()
    values: tuple[tuple[str, float], ...] = ()
    objective: str = ""
    game: str = ""
    without: tuple[str, ...] = ()
    refinement: str = ""
    equilibrium: str = ""
    axes: tuple[str, ...] = ()
    mapped: str = ""
    figure: str = ""
    beside: tuple[str, ...] = ()
    draws: int = 0


def with_game(setup: Setup, game: str) -> Setup:
    """Return the setup with another game looked at; a pick, a map and a figure belong to their game and go with it."""
    if game == setup.game:
        return setup
    return replace(setup, game=game, equilibrium="", axes=(), mapped="", figure="", draws=0)


def world_of(setup: Setup) -> Setup:
    """Return the part of a setup that moves numbers, without what is only looked at."""
    return replace(
        setup, objective="", game="", refinement="", equilibrium="", axes=(), mapped="", figure="", beside=(), draws=0
    )


def with_option(setup: Setup, option: str, strength: float) -> Setup:
    """Return the setup with one option at another strength; 0 takes it out."""
    kept = {**dict(setup.options), option: strength}
    return replace(setup, options=_sorted({id: value for id, value in kept.items() if value > 0}))


def with_value(setup: Setup, parameter: str, value: float, *, start: Model) -> Setup:
    """Return the setup with another value for one parameter; the value it has at the start is no change.

    Raises
    ------
    ModelError
        For an unknown parameter, or a value that its unit does not allow.
    """
    record = start.parameters[parameter]
    given = float(check_value(record, value))
    kept = {id: old for id, old in setup.values if id != parameter}
    if given != record.value:
        kept[parameter] = given
    return replace(setup, values=_sorted(kept))


def with_channel(setup: Setup, channel: str, *, is_there: bool) -> Setup:
    """Return the setup with one channel taken out, or put back."""
    others = {id for id in setup.without if id != channel}
    return replace(setup, without=tuple(sorted(others if is_there else {*others, channel})))


def with_start(setup: Setup, scenario: str) -> Setup:
    """Return the setup at another start; options and values stay."""
    return replace(setup, scenario=scenario)


def start_model(model: Model, setup: Setup) -> Model:
    """Return the baseline: the case at the chosen start."""
    return with_scenario(model, setup.scenario) if setup.scenario else model


def assumed_model(model: Model, setup: Setup) -> Model:
    """Return the baseline under the reader's assumptions."""
    start = start_model(model, setup)
    assumed = start.with_values(dict(setup.values)) if setup.values else start
    return close_channels(assumed, setup.without) if setup.without else assumed


def changed_model(model: Model, setup: Setup) -> Model:
    """Return the world with the reader's options, on top of the assumptions.

    Raises
    ------
    DeterrenceError
        Where an option cannot act on the values that were set.
    """
    assumed = assumed_model(model, setup)
    return apply(assumed, dict(setup.options)) if setup.options else assumed


def drawn_model(model: Model, setup: Setup, values: Mapping[str, Any]) -> Model:
    """Return the world with the reader's options, some parameters at other values or draws before the options act."""
    start = start_model(model, setup)
    assumed = start.with_values({**dict(setup.values), **values})
    return apply(close_channels(assumed, setup.without), dict(setup.options))


def line_setup(setup: Setup, line: str) -> Setup:
    """Return the setup that one of the three lines stands for."""
    if line == OPTIONS:
        return setup
    if line == ASSUMED:
        return replace(setup, options=())
    return replace(setup, options=(), values=(), without=())


def shown_lines(setup: Setup) -> tuple[str, ...]:
    """Return the lines that differ from the ones before them: always the baseline, then what the reader has set."""
    differs = (True, has_assumptions(setup), bool(setup.options))
    return tuple(line for line, is_shown in zip(LINES, differs, strict=True) if is_shown)


def has_assumptions(setup: Setup) -> bool:
    """Whether the reader set values or took channels out."""
    return bool(setup.values or setup.without)


def describe(model: Model, setup: Setup) -> str:
    """Return the setup in words: ``"Missile defence at 50%, 2 assumptions changed"``."""
    changed = len(setup.values)
    parts = [portfolio_words(model, read_portfolio(model, dict(setup.options)))] if setup.options else []
    parts += [f"{changed} assumption{'s' if changed > 1 else ''} changed"] if changed else []
    shut = len(setup.without)
    parts += [f"{shut} channel{'s' if shut > 1 else ''} taken out"] if shut else []
    return ", ".join(parts) or "the baseline"


def check_setup(setup: Setup, model: Model) -> Setup:
    """Return a setup after checking that everything it names is there and that its worlds can be built.

    Raises
    ------
    DeterrenceError
        With one sentence on the first fault.
    """
    check_names(setup, model)
    changed_model(model, setup)
    return setup


def check_names(setup: Setup, model: Model) -> None:
    """Check that everything that a setup names is there; whether its options can act is not asked.

    Raises
    ------
    DeterrenceError
        With one sentence on the first fault.
    """
    if setup.objective and setup.objective not in OBJECTIVES:
        saw = "there is no such objective"
        raise OptionError(f"objective '{shorten(setup.objective)}'", saw, "", suggest(setup.objective, OBJECTIVES))
    for kind, id, known in (("scenario", setup.scenario, model.scenarios), ("game", setup.game, model.games)):
        if id and id not in known:
            raise ModelError(f"{kind} '{shorten(id)}'", "there is no such id", "", suggest(id, known))
    if setup.refinement and setup.refinement not in REFINEMENTS:
        where = f"refinement '{shorten(setup.refinement)}'"
        raise OptionError(where, "there is no such refinement", "", suggest(setup.refinement, REFINEMENTS))
    for kind, given in (("equilibrium", setup.equilibrium), ("map of", setup.mapped), ("figure", setup.figure)):
        if len(given) > MAX_NAME or not given.isprintable():
            raise OptionError(
                f"{kind} '{shorten(given)}'", "nothing is called so", f"a name of up to {MAX_NAME} letters"
            )
    for id in setup.axes:
        if id not in model.parameters:
            raise ModelError(f"axis '{shorten(id)}'", "there is no such id", "", suggest(id, model.parameters))
    if len(setup.axes) not in (0, 2) or len(set(setup.axes)) != len(setup.axes):
        raise OptionError("the map", f"saw {len(setup.axes)} axes", "two different parameters")
    for id in setup.beside:
        if id not in model.options:
            raise OptionError(f"option '{shorten(id)}'", "there is no such id", "", suggest(id, model.options))
    if len(setup.beside) > MOST_BESIDE or len(set(setup.beside)) != len(setup.beside):
        raise OptionError("options beside yours", f"saw {len(setup.beside)}", f"up to {MOST_BESIDE} different ones")
    if setup.draws and setup.draws not in (*DRAWS, *SLOW_DRAWS):
        raise OptionError("draws", f"saw {setup.draws}", "one of the numbers that the page offers")
    for id, value in setup.values:
        if not math.isfinite(value):
            raise ModelError(f"parameter '{shorten(id)}'", "saw NaN or infinity", "a finite number")


def outside_range(model: Model, setup: Setup) -> list[str]:
    """Return the ids of the parameters whose value the reader set outside its declared range."""
    return [id for id, value in setup.values if not model.parameters[id].low <= value <= model.parameters[id].high]


def _sorted(pairs: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(pairs.items()))
