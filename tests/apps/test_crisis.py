import shlex

import pytest
from typer.testing import CliRunner

import deterrence as dt
from deterrence.cli import app
from deterrence.page.crisis import crisis_games
from deterrence.page.words import plain
from deterrence.study.evaluation import evaluate_game

MODEL = dt.load("levant_2024")
ZAGARE = "published/zagare_kilgour_2000"


def now(page):
    return page.session_state["history"].now


def equilibria(page):
    return next(radio for radio in page.radio if radio.label == "Equilibrium")


def test_the_second_equilibrium_of_a_crisis_can_be_picked_and_its_path_and_beliefs_read(session, said, table):
    page = session("crisis")
    assert not page.exception and not page.error
    assert "“Babbling”" in said(page) and "also “Babbling”, which D1 would leave out" in said(page)
    assert "**refinement**: " in said(page) and "**perfect Bayesian equilibrium**: " in said(page)
    equilibria(page).set_value("semi_separating").run()
    text = said(page)
    assert "Semi separating (your pick)" in text and "“Semi separating”, the likeliest course" in text
    assert "puts 37.5% on “strong sender after threat”" in text
    assert now(page).game == "ultimatum" and now(page).equilibrium == "semi_separating"
    shown = table(page, "shown", equilibrium="Semi separating").set_index("equilibrium")
    assert shown.loc["Semi separating", "shown"] == "your pick" and len(shown) == 2
    member = next(m for m in evaluate_game(MODEL, "ultimatum").found.members if m.name == "semi_separating")
    assert {"chance of concession by Israel", "chance of no challenge by Hezbollah"} <= set(shown.columns)
    assert shown.loc["Semi separating", "chance of war"] == f"{float(member.outcomes['war']):.1%}"
    page.button(key="frame.undo").click().run()
    assert now(page).equilibrium == "" and equilibria(page).value == "babbling"


def test_a_link_restores_game_equilibrium_and_refinement(session):
    page = session("crisis", v="1", case=ZAGARE)
    page.selectbox(key="crisis.game").set_value("attacking").run()
    equilibria(page).set_value("untested").run()
    page.radio(key="crisis.refinement").set_value("d1").run()
    fresh = session("crisis", **page.query_params)
    assert now(fresh) == now(page) and now(fresh).refinement == "d1"
    assert fresh.selectbox(key="crisis.game").value == "attacking"


def test_a_refinement_leaves_an_equilibrium_out_of_the_choice_but_not_out_of_sight(session, said, table):
    page = session("crisis", v="1", case=ZAGARE)
    page.radio(key="crisis.refinement").set_value("d1").run()
    assert equilibria(page).options == ["Bluff"]
    assert "D1 leaves out “untested”: at every chance of resistance" in said(page)
    assert set(table(page, "shown", "survives D1")["equilibrium"]) == {"Bluff", "Untested"}
    page.radio(key="crisis.refinement").set_value("").run()
    assert equilibria(page).options == ["Bluff", "Untested"]


def test_a_pick_that_goes_when_a_payoff_changes_falls_back_and_says_so(session, said):
    page = session("crisis", v="1", case=ZAGARE, game="bluffing", equilibrium="bluff")
    group = next(box for box in page.selectbox if box.key.startswith("fields.group"))
    group.set_value(next(name for name in group.options if "efender credibility" in name)).run()
    page.number_input(key="value.defender.credibility").set_value(0.9).run()
    assert not page.exception
    assert "“bluff”, does not exist at these numbers. You see “Deterrence” instead" in said(page)
    assert equilibria(page).value == "deterrence" and now(page).equilibrium == "bluff"
    page.number_input(key="value.defender.credibility").set_value(0.3).run()
    assert equilibria(page).value == "bluff" and "does not exist" not in said(page)


@pytest.mark.parametrize("game", crisis_games(MODEL))
def test_every_game_opens_without_a_fault_shows_no_id_and_names_its_model(session, said, game):
    page = session("crisis", v="1", case="levant_2024", game=game, options="hotline_network", refinement="d1")
    page.session_state[f"fold.files.tree.{game}"] = True
    page.run()
    assert not page.exception and not page.error
    text = said(page)
    assert plain(MODEL, text) == text and "Not a forecast." in text and "your options" in text
    tables = [element.value for element in page.dataframe]
    cells = {str(cell) for table in tables for cell in table.to_numpy().ravel()}
    assert cells and not {cell for cell in cells if "_" in cell}


def test_the_commands_of_the_page_run_and_show_the_same_equilibrium(session):
    page = session("crisis", v="1", case=ZAGARE, game="bluffing", refinement="d1", set="challenger.gain=5.5")
    first, second = page.main.code[-1].value.splitlines()
    result = CliRunner().invoke(app, shlex.split(first)[1:])
    assert result.exit_code == 0 and "bluff" in result.output and "What each side does" in result.output
    assert "D1 leaves out 1 of 2 found in bluffing: 'untested'" in " ".join(result.output.split())
    words = shlex.split(second)[1:]
    at = words.index("--out")
    del words[at : at + 2]
    drawn = CliRunner().invoke(app, words)
    assert drawn.exit_code == 0 and drawn.output.startswith("<svg") and "Equilibrium bluff" in drawn.output


def test_a_case_without_a_game_of_signals_says_so(session, said):
    page = session("crisis", v="1", case="textbook/prisoners_dilemma")
    assert not page.exception and "no game of crisis or signalling" in said(page)


def test_a_repeated_game_that_was_looked_at_elsewhere_gives_way_to_one_of_signals(session, said):
    page = session("crisis", v="1", case="levant_2024", game="border")
    assert not page.exception and "you see another one here" in said(page)
    equilibria(page).set_value("semi_separating").run()
    assert now(page).game == "ultimatum"


def test_what_was_chosen_in_the_picture_is_told(session, said):
    from lab import picture

    page = session("crisis")
    page.session_state["picture.tree.ultimatum.chosen"] = picture.Mark("node", "strong sender after silence")
    page.run()
    assert "Hezbollah moves here, at “silence”: challenge 100%" in said(page)
    page.session_state["picture.tree.ultimatum.chosen"] = picture.Mark("node", "nowhere")
    assert not page.run().exception
