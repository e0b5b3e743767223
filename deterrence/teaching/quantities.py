"""What the engine says: a measure of a game, from a form's arguments or from a game of a case, exact where it can be.

Fractions go in where the form's measures are arithmetic, so that a number on a threshold is judged as what it is.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Mapping
from fractions import Fraction
from numbers import Real
from typing import Any, cast

from deterrence.errors import ExerciseError, SolverError, suggest
from deterrence.games.form import Form
from deterrence.solvers import solve
from deterrence.study.ladder_figures import attach_figures
from deterrence.study.measures import equilibrium_rows, find_measure, seat_labels
from deterrence.teaching.formulas import Exact, evaluate
from deterrence.teaching.question_parts import Quantity
from deterrence.teaching.schema import Question
from deterrence.teaching.worlds import EXACT_FORMS, formulate_exactly, start_model

#: Forms that an exercise can set up from arguments, and their classes.
CLASSES: Mapping[str, str] = {
    "bargain": "Bargain",
    "brinkmanship": "Brinkmanship",
    "cheap_talk": "CheapTalk",
    "coalition": "Coalition",
    "crisis": "Crisis",
    "delegation": "Delegation",
    "deterrence": "Deterrence",
    "extended_deterrence": "ExtendedDeterrence",
    "matrix": "Matrix",
    "mediation": "Mediation",
    "power_shift": "PowerShift",
    "private_brinkmanship": "PrivateBrinkmanship",
    "restraint": "Restraint",
    "standoff": "Standoff",
    "threat": "Threat",
    "trust": "Trust",
}

#: Arguments that number something, and so are integers.
WHOLE = frozenset({"first_player"})

#: What the engine returns: a number, or the label of a category.
Answer = Exact | str


def quantity_names(question: Question, names: Mapping[str, Exact]) -> dict[str, Exact]:
    """Return the names that formulas of a question may read: its numbers, and what the engine computes from them.

    Raises
    ------
    DeterrenceError
        If the engine cannot compute one of them.
    """
    found = dict(names)
    for name, quantity in question.quantities.items():
        found[name] = ask_number(question, quantity, names)
    return found


def ask_number(question: Question, quantity: Quantity, names: Mapping[str, Exact]) -> Exact:
    """Return a quantity of a question as a number.

    Parameters
    ----------
    question
        The question, for its case, its start and its arguments.
    quantity
        What is asked.
    names
        The numbers of the variant, by name in small letters.

    Raises
    ------
    ExerciseError
        If the answer is a label.
    DeterrenceError
        If the numbers make no game, or the game has no such figure.
    """
    if quantity.formula is not None:
        return evaluate(quantity.formula, names)
    if quantity.form is not None:
        game = _game_from_arguments(quantity.form, quantity.arguments or question.arguments, quantity.words, names)
    else:
        assert quantity.game is not None
        model = start_model(question.case, quantity.start or question.base, names)
        game = formulate_exactly(model, quantity.game)
    answer = read_measure(game, quantity.measure, quantity.player, quantity.equilibrium)
    if isinstance(answer, str):
        raise ExerciseError(
            f"measure '{quantity.measure}'", f"it is the label '{answer}'", "a measure that is a number"
        )
    return answer


def _game_from_arguments(
    form: str, arguments: Mapping[str, Any], words: Mapping[str, str], names: Mapping[str, Exact]
) -> Form:
    if form not in CLASSES:
        raise ExerciseError(f"form '{form}'", "no game is made of its arguments", "", suggest(form, CLASSES))
    is_exact = form in EXACT_FORMS

    def read(nested: Any) -> Any:
        if isinstance(nested, tuple):
            return tuple(read(item) for item in cast("tuple[Any, ...]", nested))
        value = evaluate(nested, names)
        return value if is_exact else float(value)

    made: Any = getattr(importlib.import_module(f"deterrence.games.{form}"), CLASSES[form])
    given = {key: int(read(value)) if key in WHOLE else read(value) for key, value in arguments.items()}
    try:
        return made(**given, **words)
    except TypeError as error:
        raise ExerciseError(f"arguments of the {form}", str(error)) from None


def read_measure(game: Form, measure: str, player: int | str | None = None, equilibrium: str = "") -> Answer:
    """Return one measure of a game.

    Parameters
    ----------
    game
        The game.
    measure
        Its name in MEASURES, or ``payoff``, ``regret``, ``equilibria``.
    player
        Id or number of a player, where the measure belongs to players; may be left out when all have the same value.
    equilibrium
        Of figures of equilibria: the name of one, ``lowest`` or ``highest``; may be left out when all have the same.

    Returns
    -------
    Fraction, float or str
        A number, exact where the game's arithmetic was; or the label of a category.

    Raises
    ------
    DeterrenceError
        If there is no such measure, no equilibrium that has it, or several values where one was asked for.
    """
    stem = measure.partition(".")[0]
    if stem in ("payoff", "regret", "equilibria") or find_measure(game.form, stem).per == "member":
        return _figure(game, measure, player, equilibrium)
    row = find_measure(game.form, measure)
    value = row.compute(game)
    if row.per == "player":
        by_player = dict(zip(game.players, value, strict=False))
        if player is not None and player not in by_player:
            known = [str(label) for label in by_player]
            raise ExerciseError(f"measure '{measure}', player", f"saw '{player}'", "", suggest(str(player), known))
        return _plain(by_player[player]) if player is not None else _same(by_player.values(), measure, "player")
    return _plain(seat_labels(game, value) if row.gives == "seat" else value)


def _figure(game: Form, measure: str, player: int | str | None, equilibrium: str) -> Answer:
    found = solve(game)
    if found.status == "failed":
        raise SolverError(f"game '{game.name}'", found.sentence, "", "a person decides")
    rows = [
        row
        for row in equilibrium_rows(game, attach_figures(game, found, None, None))
        if row["measure"] == measure and (player is None or row["player"] == player)
    ]
    if equilibrium not in ("", "lowest", "highest"):
        rows = [row for row in rows if row["equilibrium"] == equilibrium]
    if not rows:
        raise ExerciseError(f"measure '{measure}'", f"no equilibrium of '{game.name}' has it", "a figure that exists")
    values = [_plain(row["label"] if row["label"] and math.isnan(row["value"]) else row["value"]) for row in rows]
    if equilibrium in ("lowest", "highest") and not any(isinstance(value, str) for value in values):
        numbers = cast("list[Exact]", values)
        return min(numbers) if equilibrium == "lowest" else max(numbers)
    return _same(values, measure, "equilibrium")


def _same(values: Any, measure: str, key: str) -> Answer:
    found = [_plain(value) for value in values]
    first = found[0]
    for value in found[1:]:
        is_near = value == first or (
            not isinstance(value, str) and not isinstance(first, str) and math.isclose(value, first, rel_tol=1e-9)
        )
        if not is_near:
            raise ExerciseError(f"measure '{measure}'", "it has several values", f"one of them: give {key} = ...")
    return first


def _plain(value: Any) -> Answer:
    """Return yes and no as 1 and 0, fractions as they are, other numbers as floats."""
    if isinstance(value, str | Fraction):
        return value
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return Fraction(int(value))
    if isinstance(value, int):
        return Fraction(value)
    return float(cast("Real", value))
