"""The bridge from the world to the mathematics: FORMS is the one table of forms, ``formulate`` the one way across."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deterrence.errors import GameError, ModelError, suggest
from deterrence.formulation.bargain import formulate_bargain
from deterrence.formulation.brinkmanship import formulate_brinkmanship
from deterrence.formulation.cheap_talk import formulate_cheap_talk
from deterrence.formulation.coalition import formulate_coalition
from deterrence.formulation.crisis import formulate_crisis
from deterrence.formulation.delegation import formulate_delegation
from deterrence.formulation.deterrence import formulate_deterrence
from deterrence.formulation.extended_deterrence import formulate_extended_deterrence
from deterrence.formulation.ladder import formulate_ladder
from deterrence.formulation.linked_restraint import formulate_linked_restraint
from deterrence.formulation.matrix import formulate_matrix
from deterrence.formulation.mediation import formulate_mediation
from deterrence.formulation.power_shift import formulate_power_shift
from deterrence.formulation.private_brinkmanship import formulate_private_brinkmanship
from deterrence.formulation.reading import Reading, ignore
from deterrence.formulation.restraint import formulate_restraint
from deterrence.formulation.standoff import formulate_standoff
from deterrence.formulation.threat import formulate_threat
from deterrence.formulation.tree import formulate_tree
from deterrence.formulation.trust import formulate_trust
from deterrence.games.form import Form
from deterrence.numerics import Number
from deterrence.world.evaluation import evaluate, symbolic
from deterrence.world.expressions import Expression
from deterrence.world.model import Model, check_is_model

__all__ = ["FORMS", "formulate", "formulate_symbolic", "shaping_formulas"]

#: Name of a form, as model files write it, to the function that builds the game.
FORMS: Mapping[str, Callable[[Reading], Any]] = {
    "bargain": formulate_bargain,
    "brinkmanship": formulate_brinkmanship,
    "cheap_talk": formulate_cheap_talk,
    "coalition": formulate_coalition,
    "crisis": formulate_crisis,
    "delegation": formulate_delegation,
    "deterrence": formulate_deterrence,
    "extended_deterrence": formulate_extended_deterrence,
    "ladder": formulate_ladder,
    "linked_restraint": formulate_linked_restraint,
    "matrix": formulate_matrix,
    "mediation": formulate_mediation,
    "power_shift": formulate_power_shift,
    "private_brinkmanship": formulate_private_brinkmanship,
    "restraint": formulate_restraint,
    "standoff": formulate_standoff,
    "threat": formulate_threat,
    "tree": formulate_tree,
    "trust": formulate_trust,
}


def formulate(model: Model, game: str) -> Any:
    """Turn a game of a model into mathematics.

    Parameters
    ----------
    model
        The world, before or after options.
    game
        Id of one of its games.

    Returns
    -------
    Form
        A game whose players carry actor ids. Where parameters hold draws, the game carries a leading draw axis.

    Raises
    ------
    ModelError
        For an unknown game or form, or an argument that is missing or unknown.
    GameError
        When the numbers do not make a game of this form; the message names game and argument.

    Examples
    --------
    >>> import deterrence as dt
    >>> dt.formulate(dt.load("textbook/prisoners_dilemma"), "dilemma").n_actions
    (2, 2)
    """
    check_is_model(model)
    return _formulate_in_file(model, game, lambda formula: evaluate(model, formula))


def formulate_symbolic(model: Model, game: str, *, expand: bool = False) -> Any:
    """Turn a game of a model into mathematics whose numbers are SymPy expressions in the file's symbols.

    Parameters
    ----------
    model, game
        As for ``formulate``.
    expand
        Write reach out over the channels' reliabilities instead of keeping it as one symbol.
    """
    return _formulate_in_file(model, game, lambda formula: symbolic(model, formula, expand=expand))


def shaping_formulas(model: Model, game: str) -> tuple[Expression, ...]:
    """Return the formulas that give a game its shape, such as a number of periods: they take one number, no draws."""
    check_is_model(model)
    found: list[Expression] = []
    _formulate_in_file(model, game, lambda formula: evaluate(model, formula), found.append)
    return tuple(found)


def _formulate_in_file(
    model: Model,
    id: str,
    meaning: Callable[[Expression], Number],
    counted: Callable[[Expression], None] = ignore,
) -> Form:
    """Formulate a game; messages name the file that the model came from."""
    try:
        return _formulate(model, id, meaning, counted)
    except (ModelError, GameError) as error:
        if not model.file or error.where.startswith(model.file):
            raise
        raise type(error)(f"{model.file}, {error.where}", error.saw, error.allowed, error.remedy) from None


def _formulate(
    model: Model,
    id: str,
    meaning: Callable[[Expression], Number],
    counted: Callable[[Expression], None],
    seen: tuple[str, ...] = (),
) -> Form:
    spec = model.games[id]
    if spec.form not in FORMS:
        raise ModelError(f"game '{id}', form", f"there is no form '{spec.form}'", "", suggest(spec.form, FORMS))
    if id in seen:
        raise ModelError(f"game '{id}'", "it refers to itself", "games that do not go in a circle")
    path = (*seen, id)
    reading = Reading(model, spec, meaning, lambda other: _formulate(model, other, meaning, counted, path), counted)
    try:
        return FORMS[spec.form](reading)
    except GameError as error:
        if error.where.startswith("game '"):
            raise
        raise GameError(f"game '{id}', {error.where}", error.saw, error.allowed, error.remedy) from None
