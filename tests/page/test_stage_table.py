import pytest

from deterrence.page.stage_table import (
    best_responses,
    class_sentences,
    class_warnings,
    payoff_table,
    stage_games,
    stage_of,
)
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def test_marks_stand_on_the_best_replies_of_the_game_itself():
    matrix = stage_of(MODEL, "border")
    rows, columns = best_responses(matrix)
    for j, other in enumerate(matrix.actions[1]):
        profile = matrix.profile([[1, 0], [float(k == j) for k in range(2)]])
        best = matrix.best_responses(matrix.players[0], profile)
        assert [matrix.actions[0][i] in best for i in range(2)] == rows[:, j].tolist(), other
    for i in range(2):
        profile = matrix.profile([[float(k == i) for k in range(2)], [1, 0]])
        best = matrix.best_responses(matrix.players[1], profile)
        assert [matrix.actions[1][j] in best for j in range(2)] == columns[i].tolist()


def test_a_table_shows_names_and_the_payoffs_of_both():
    table = payoff_table(MODEL, stage_of(MODEL, "border"))
    assert table.players == ("Israel", "Hezbollah") and len(table.cells) == 2 and len(table.cells[0]) == 2


def test_an_edit_that_changes_the_class_is_told_for_the_player_it_changes():
    before, after = stage_of(MODEL, "border"), stage_of(MODEL.with_values({"border.israel.rung3": 3.0}), "border")
    (warning,) = class_warnings(MODEL, before, after)
    assert "for Israel: from a dilemma to a deadlock" in warning
    assert class_warnings(MODEL, before, before) == []
    assert len(class_sentences(MODEL, before)) == 2


def test_a_game_without_a_stage_game_has_none():
    assert stage_of(MODEL, "region") is None and "region" not in stage_games(MODEL)


@pytest.mark.parametrize("game", stage_games(MODEL))
def test_every_stage_game_fits_a_page(game):
    assert payoff_table(MODEL, stage_of(MODEL, game)).cells
