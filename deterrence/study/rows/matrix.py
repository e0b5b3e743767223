"""What is read off a one-shot matrix game."""

from __future__ import annotations

from deterrence.games import dominance, stage
from deterrence.games.matrix import Matrix
from deterrence.study.rows.headline import count_headline
from deterrence.study.rows.measure import Measure


def _class(game: Matrix) -> tuple[str, ...]:
    return stage.player_classes(game) if game.n_actions == (2, 2) else ()


def _risk_dominant(game: Matrix) -> str:
    pair = dominance.risk_dominant_equilibrium(game) if game.n_actions == (2, 2) else None
    return "" if pair is None else ",".join(pair)


def _dominant(game: Matrix) -> tuple[str, ...]:
    return tuple(action or "" for action in dominance.dominant_actions(game))


MEASURES = {
    "class": Measure(_class, "player", "", "the kind of stage game that the player faces", "label"),
    "dominant_action": Measure(_dominant, "player", "", "the action that is best whatever the others do", "label"),
    "risk_dominant": Measure(_risk_dominant, "game", "", "the safer of two strict equilibria", "label"),
}

HEADLINE = count_headline(
    "one-shot matrix", "which moves are best answers to each other when they are made once, without a tomorrow"
)
