import pytest

from deterrence.games.extensive import WRITTEN_OUT
from deterrence.page import crisis
from deterrence.page.setup import ASSUMED, BASELINE, OPTIONS, Setup, line_setup
from deterrence.page.worlds import evaluate_one
from deterrence.study.refining import left_out
from tests.shipped import shipped

MODEL = shipped("levant_2024")
ZAGARE = shipped("published/zagare_kilgour_2000")


def lines_of(model, setup, game, *lines):
    return {line: evaluate_one(model, line_setup(setup, line), game) for line in lines or (BASELINE,)}


def test_games_with_a_tree_come_first_and_repeated_games_are_left_to_the_other_pages():
    games = crisis.crisis_games(MODEL)
    assert games[:2] == ["ultimatum", "message"] and {"standoff", "talk", "assurance"} <= set(games)
    assert not {"border", "region", "mediation"} & set(games)
    assert games.index("extended") < games.index("standoff")
    assert crisis.crisis_games(shipped("textbook/chicken")) == []


def test_a_refinement_is_in_force_only_where_it_was_judged():
    asked = Setup("levant_2024", refinement="d1")
    assert crisis.refinements(lines_of(MODEL, asked, "ultimatum")) == ("", "intuitive", "d1")
    assert crisis.refinements(lines_of(ZAGARE, asked, "bluffing")) == ("", "d1")
    assert crisis.refinements(lines_of(MODEL, asked, "brink")) == ()
    assert crisis.refinement_in_force(lines_of(MODEL, asked, "ultimatum"), asked) == "d1"
    assert crisis.refinement_in_force(lines_of(MODEL, asked, "brink"), asked) == ""


def test_every_equilibrium_stands_in_the_table_also_those_that_are_left_out():
    setup = Setup("x", refinement="d1")
    lines = lines_of(ZAGARE, setup, "bluffing")
    kept = crisis.shown_lines_of(lines, setup)
    table = crisis.equilibrium_table(lines[BASELINE], kept[BASELINE], "d1").set_index("equilibrium")
    assert list(table.index) == ["Bluff", "Untested"]
    assert table.loc["Untested", "shown"] == "left out by D1" and table.loc["Untested", "survives D1"] == "no"
    assert table.loc["Bluff", "shown"].startswith("shown:") and table.loc["Bluff", "regret"] == "0"
    assert table.loc["Bluff", "chance of conflict"] == "12%" and table.loc["Bluff", "payoff of Challenger"] == "3.12"
    assert set(left_out(lines[BASELINE].found, "d1")) == {"untested"}


def test_lines_show_the_pick_where_it_exists_and_the_rule_s_choice_elsewhere():
    setup = Setup(
        "x", game="bluffing", equilibrium="bluff", values=(("defender.credibility", 0.9),)
    )  # beyond both thresholds nobody challenges
    lines = crisis.shown_lines_of(lines_of(ZAGARE, setup, "bluffing", BASELINE, ASSUMED), setup)
    table = crisis.line_table(lines).set_index("line")
    assert table.loc[BASELINE, "shown"] == "Bluff" and table.loc[ASSUMED, "shown"] == "Deterrence"
    assert table.loc[ASSUMED, "chance of status quo"] == "100%"


def test_every_form_without_a_refinement_says_why():
    assert set(crisis.NO_REFINEMENT) == {*WRITTEN_OUT, *crisis.WITHOUT_TREE}


@pytest.mark.parametrize("game", crisis.crisis_games(MODEL))
def test_every_game_of_the_case_has_its_tables_in_words(game):
    setup = Setup("levant_2024", options=(("hotline_network", 1.0),))
    lines = crisis.shown_lines_of(lines_of(MODEL, setup, game, BASELINE, OPTIONS), setup)
    one = lines[OPTIONS]
    for table in (crisis.equilibrium_table(one, one, ""), crisis.line_table(lines)):
        assert len(table) and not any("_" in str(cell) for row in table.to_numpy() for cell in row)
        assert not any("_" in column for column in table.columns)
