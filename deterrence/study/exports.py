"""One game, or the network, as the text of a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from deterrence.errors import GameError
from deterrence.games.extensive import WRITTEN_OUT
from deterrence.games.form import Form
from deterrence.games.markov_strategies import MarkovStrategies
from deterrence.games.matrix import Matrix
from deterrence.games.mediation import Mediation
from deterrence.games.normal_form import normal_form
from deterrence.games.restraint import Restraint
from deterrence.games.tree import Tree
from deterrence.interchange.efg import write_efg, write_matrix_efg
from deterrence.interchange.nfg import write_nfg
from deterrence.study.documents import write_document
from deterrence.study.evaluation import Evaluation, check_games, evaluate_game
from deterrence.study.extensive_play import play_of
from deterrence.study.names import player_names
from deterrence.study.network_picture import network_svg
from deterrence.study.refining import chosen
from deterrence.study.runcard import run_card
from deterrence.study.tree_picture import tree_svg
from deterrence.world.model import Model
from deterrence.world.network import graphml

FORMATS = ("nfg", "efg", "json", "graphml", "svg")

#: Stands for the network where the id of a game is asked for.
NETWORK = "-"


def export_text(
    model: Model,
    game: str,
    to: str,
    *,
    command: str = "",
    refinement: str | None = None,
    equilibrium: str | None = None,
) -> str:
    """Return a game in another format.

    Parameters
    ----------
    model
        The world, with options applied.
    game
        Id of a game, or ``-`` for the network; ignored for ``graphml``, which holds the network.
    to
        ``nfg`` or ``efg`` (of a repeated game its stage game, of a tree as nfg its reduced normal form), ``json``
        (arguments, equilibria and run card, and the game itself for ``study.documents``), ``graphml``, ``svg`` (a
        picture of the network, or of a game that has a tree with the equilibrium that the rule picks).
    command
        The command that repeats the export, for the run card.
    refinement
        Of ``svg`` and ``json``: leave out equilibria that fail it, ``intuitive`` or ``d1``.
    equilibrium
        Of ``svg`` and ``json``: the one to show, by name.

    Raises
    ------
    GameError
        For an unknown format or game, or a form that the format cannot hold.
    OptionError
        If the refinement does not apply, or no equilibrium has this name.
    """
    if to not in FORMATS:
        raise GameError("--to", f"saw '{to}'", ", ".join(FORMATS))
    if to == "graphml":
        return graphml(model)
    if to == "svg" and game == NETWORK:
        return network_svg(model)
    check_games(model, [game])
    (evaluation,) = chosen([evaluate_game(model, game)], refinement, equilibrium)
    if to == "json":
        card = run_card(model, command, evaluations=[evaluation])
        members = [_plain(_fields(member)) for member in evaluation.found.members]
        found = {
            "status": evaluation.found.status,
            "sentence": evaluation.found.sentence,
            "rule": evaluation.found.rule,
        }
        document = {"run_card": card, "game": _game(evaluation.game), "found": found, "equilibria": members}
        # The last part is the game once more, for programs: exact, so that ``study.documents`` reads the file back.
        for_programs = json.loads(write_document(evaluation.game))
        return json.dumps({**_plain(document), **for_programs}, indent=2, ensure_ascii=False, allow_nan=False)
    if to == "svg":
        return _picture(evaluation)
    if isinstance(evaluation.game, Tree):
        return write_efg(evaluation.game) if to == "efg" else write_nfg(normal_form(evaluation.game))
    matrix = stage_game(evaluation.game)
    return write_nfg(matrix) if to == "nfg" else write_matrix_efg(matrix)


def stage_game(game: Form) -> Matrix:
    """Return a matrix as it is, mediation without types as its matrix, of a restraint game the stage game of two.

    Raises
    ------
    GameError
        If the form has no single stage game.
    """
    if isinstance(game, Matrix):
        return game
    if isinstance(game, Mediation) and not game.has_types:
        return Matrix(game.payoffs[:, 0, 0], players=game.players, actions=game.actions, name=game.name)
    if isinstance(game, Restraint) and len(game.players) == 2:
        t, r, p, s = game.temptation, game.reward, game.punishment, game.sucker
        payoffs = [[[r[0], s[0]], [t[0], p[0]]], [[r[1], t[1]], [s[1], p[1]]]]
        return Matrix(payoffs, players=game.players, actions=[["restrain", "attack"]] * 2, name=game.name)
    raise GameError(
        f"game '{game.name}'",
        f"a {game.form} has no single stage game",
        "a matrix, a tree, mediation without types, or a restraint of two players",
        "use --to json, which holds every form",
    )


def _picture(evaluation: Evaluation) -> str:
    """Return a tree as a picture.

    Raises
    ------
    GameError
        If the game has no tree.
    """
    game, model, member = evaluation.game, evaluation.model, evaluation.found.selected
    names, title = player_names(model, game.players), model.games[game.name].title
    if member is None and isinstance(game, Tree):
        return tree_svg(game, title=title, names=names)
    play = None if member is None else play_of(game, member)
    if play is None:
        remedy = f"use {NETWORK} for the network, or --to json, which holds every form"
        allowed = f"an equilibrium of one of the forms {', '.join(sorted(WRITTEN_OUT))}"
        raise GameError(f"game '{game.name}'", f"a {game.form} has no picture", allowed, remedy)
    return tree_svg(play.tree, play.member, title=title, names=names)


def _game(game: Form) -> dict[str, Any]:
    return {"form": game.form, **_fields(game)}


def _fields(record: Any) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record)}


def _plain(value: Any) -> Any:
    """Return what JSON can hold: fractions as text such as ``2/3``, infinities and NaN as null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Form):
        return _plain(_game(value))
    if isinstance(value, MarkovStrategies):
        return _plain(value.probabilities)
    if is_dataclass(value):
        return _plain(_fields(value))
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
