import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_game
from deterrence.study.extensive_play import belief_table, move_table, path_table, play_of, play_tables
from deterrence.study.names import player_names
from deterrence.study.refining import chosen
from tests.games.trees import beer_quiche
from tests.shipped import shipped

MODEL = shipped("levant_2024")
(SEMI,) = chosen([evaluate_game(MODEL, "ultimatum")], None, "semi_separating")
NAMES = player_names(MODEL, SEMI.game.players)


def test_paths_add_up_to_the_outcomes_of_the_equilibrium():
    member = SEMI.found.selected
    table = path_table(play_of(SEMI.game, member), names=NAMES)
    assert table["chance"].sum() == pytest.approx(1) and table["chance"].is_monotonic_decreasing
    by_end = table.groupby("ends in")["chance"].sum()
    assert by_end["no challenge"] == pytest.approx(member.outcomes["no_challenge"])
    assert (table["chance"] * table["Israel"]).sum() == pytest.approx(member.payoffs[0])
    assert table["path"].str.contains("Israel: threaten, Hezbollah: challenge").any()


def test_beliefs_are_those_of_the_equilibrium_and_say_whether_play_comes_there():
    member = SEMI.found.selected
    table = belief_table(SEMI.game, member, play_of(SEMI.game, member), names=NAMES)
    after = table[table["where"] == "threat"].set_index("believes that")
    assert after.loc["strong sender after threat", "lowest"] == pytest.approx(member.beliefs["threat"]["strong"][0])
    assert set(table["player"]) == {"Hezbollah"} and set(table["reached"]) == {"yes"}
    babbling = next(one for one in SEMI.found.members if one.name == "babbling")
    free = belief_table(SEMI.game, babbling, play_of(SEMI.game, babbling), names=NAMES).set_index("where")
    assert set(free.loc["threat", "reached"]) == {"never"}
    bounds = free.loc["threat", ["lowest", "highest"]].to_numpy(dtype=float)
    assert (bounds[:, 0] < bounds[:, 1]).all()


def test_a_tree_keeps_its_own_beliefs():
    game = beer_quiche()
    member = dt.solve(game).members[1]
    table = belief_table(game, member, play_of(game, member)).set_index("believes that")
    low, high = member.beliefs["quiche"]["weak/quiche"]
    assert tuple(table.loc["weak/quiche", ["lowest", "highest"]]) == (float(low), float(high))


def test_forms_without_a_tree_have_moves_and_their_own_beliefs():
    one = evaluate_game(MODEL, "talk")
    assert play_of(one.game, one.found.selected) is None
    tables = play_tables(one)
    assert set(tables) == {"moves", "beliefs"} and len(tables["moves"]) and len(tables["beliefs"])
    assert set(tables["beliefs"]["reached"]) == {""}


def test_moves_hold_every_chance_that_is_not_nil():
    table = move_table(SEMI.game, SEMI.found.selected, names=NAMES)
    assert table.groupby(["player", "where"])["chance"].sum().round(12).eq(1).all() and (table["chance"] > 0).all()
