"""The bridge from the world to the mathematics: FORMS is the one table of forms, ``formulate`` the one way across."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deterrence.errors import GameError, ModelError, suggest
from deterrence.formulation.coalition import formulate_coalition
from deterrence.formulation.delegation import formulate_delegation
from deterrence.formulation.deterrence import formulate_deterrence
from deterrence.formulation.linked_restraint import formulate_linked_restraint
from deterrence.formulation.matrix import formulate_matrix
from deterrence.formulation.reading import Reading
from deterrence.formulation.restraint import formulate_restraint
from deterrence.formulation.tree import formulate_tree
from deterrence.games.form import Form
from deterrence.numerics import Number
from deterrence.world.evaluation import evaluate, symbolic
from deterrence.world.expressions import Expression
from deterrence.world.model import Model

__all__ = ["FORMS", "formulate", "formulate_symbolic"]

#: Name of a form, as model files write it, to the function that builds the game.
FORMS: Mapping[str, Callable[[Reading], Any]] = {
    "coalition": formulate_coalition,
    "delegation": formulate_delegation,
    "deterrence": formulate_deterrence,
    "linked_restraint": formulate_linked_restraint,
    "matrix": formulate_matrix,
    "restraint": formulate_restraint,
    "tree": formulate_tree,
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
    return _formulate(model, game, lambda formula: evaluate(model, formula))


def formulate_symbolic(model: Model, game: str, *, expand: bool = False) -> Any:
    """Turn a game of a model into mathematics whose numbers are SymPy expressions in the file's symbols.

    Parameters
    ----------
    model, game
        As for ``formulate``.
    expand
        Write reach out over the channels' reliabilities instead of keeping it as one symbol.
    """
    return _formulate(model, game, lambda formula: symbolic(model, formula, expand=expand))


def _formulate(model: Model, id: str, meaning: Callable[[Expression], Number], seen: tuple[str, ...] = ()) -> Form:
    spec = model.games[id]
    if spec.form not in FORMS:
        raise ModelError(f"game '{id}', form", f"there is no form '{spec.form}'", "", suggest(spec.form, FORMS))
    if id in seen:
        raise ModelError(f"game '{id}'", "it refers to itself", "games that do not go in a circle")
    reading = Reading(model, spec, meaning, lambda other: _formulate(model, other, meaning, (*seen, id)))
    try:
        return FORMS[spec.form](reading)
    except GameError as error:
        if error.where.startswith("game '"):
            raise
        raise GameError(f"game '{id}', {error.where}", error.saw, error.allowed, error.remedy) from None
