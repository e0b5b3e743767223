"""Pieces of subgames: what is inside is replaced by its worth."""

from deterrence.games.subgame_piece import piece
from tests.games.trees import entry, escalation, horse


def test_a_horse_has_no_subgame_but_itself_and_a_chain_store_one_for_each_move():
    assert horse().subgame_roots == (0,)
    game = entry(2)
    assert len(game.subgame_roots) == len(game.information_sets)
    assert len(escalation(1, 1).subgame_roots) == 5


def test_types_that_nobody_else_knows_leave_one_subgame():
    assert escalation(0.5, 0.5).subgame_roots == (0,)


def test_a_piece_ends_where_the_subgames_inside_it_begin():
    game = entry(1)
    inner = game.subgame_roots[1]
    part = piece(game, 0, {inner: (7, 8)})
    assert [place.label for place in part.places] == ["start", "stay out", "enter"]
    assert part.places[2].payoffs == (7, 8)
