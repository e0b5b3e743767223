import pytest

import deterrence as dt
from deterrence.study.figures import number

MODEL = dt.load("levant_2024")


def html(page):
    return page.main.get("html")[0].proto.body


def choose(page, group):
    page.selectbox(key=next(s.key for s in page.selectbox if s.key.startswith("fields.group"))).set_value(group).run()


def test_editing_a_payoff_until_the_class_changes_warns_and_undo_takes_both_back(session, said):
    page = session("payoffs", v="1", case="levant_2024", game="border")
    before = html(page)
    assert "changed its class" not in said(page)
    choose(page, "Israel: both attack (P, punishment)")
    page.number_input(key="value.border.israel.rung3").set_value(3.0).run()
    assert not page.exception and html(page) != before
    warnings = " ".join(element.value for element in page.warning).replace("\\", "")
    assert "changed its class for Israel: from a dilemma to a deadlock" in warnings
    page.button(key="frame.undo").click().run()
    assert html(page) == before and "changed its class" not in said(page)


def test_a_value_beyond_its_range_is_computed_and_said_to_be_beyond(session, said):
    page = session("payoffs", v="1", case="levant_2024", game="border")
    high = MODEL.parameters["border.israel.gain"].high
    page.number_input(key="value.border.israel.gain").set_value(high + 1).run()
    assert not page.exception and "outside its declared range" in said(page)


def test_the_matrix_on_the_page_is_the_stage_game_of_the_library(session):
    page = session("payoffs", v="1", case="levant_2024", game="direct", options="hotline_network=0.5")
    game = dt.formulate(dt.apply(MODEL, "hotline_network=0.5"), "direct")
    for payoffs in (game.temptation, game.reward, game.punishment, game.sucker):
        for value in payoffs:
            assert number(value) in html(page)
    assert "best reply of Israel" in html(page) and "best reply of Iran" in html(page)


def test_the_page_prints_the_command_of_its_game(session):
    page = session("payoffs", v="1", case="levant_2024", game="direct", options="hotline_network=0.5")
    assert page.main.code[0].value == "deterrence run levant_2024 --game direct --option hotline_network=0.5"


@pytest.mark.parametrize(("case", "game"), [("levant_2024", "border"), ("textbook/prisoners_dilemma", "patience_test")])
def test_the_formula_comes_with_the_numbers_put_in_and_its_value(session, said, case, game):
    page = session("payoffs", v="1", case=case, game=game)
    page.toggle(key="payoffs.formula").set_value(True).run()
    page.selectbox(key=f"payoffs.measure.{game}").set_value("critical_discount").run()
    assert not page.exception and len(page.latex) >= 2
    model = dt.load(case)
    table = dt.measure(dt.formulate(model, game))
    first = table[(table["measure"] == "critical_discount")]["value"].iloc[0]
    assert f"It comes to **{number(first)}**" in said(page)


@pytest.mark.parametrize("case", ["textbook/chicken", "textbook/battle_of_the_sexes", "published/crawford_sobel_1982"])
def test_small_cases_open_too(session, said, case):
    page = session("payoffs", v="1", case=case)
    assert not page.exception and not page.error and "What follows" in said(page)


def test_every_game_of_the_case_can_be_chosen(session):
    page = session("payoffs")
    for game in MODEL.games:
        page.selectbox(key="payoffs.game").set_value(game).run()
        assert not page.exception and not page.error, game


def test_a_map_over_two_parameters_can_be_drawn_changed_undone_and_linked(session, said, table):
    page = session("payoffs", v="1", case="published/zagare_kilgour_2000")
    assert "The map" not in said(page)
    page.toggle(key="payoffs.map").set_value(True).run()
    assert not page.exception and "share of the ranges and no probability" in said(page)
    page.selectbox(key="payoffs.axis.0.bluffing").set_value("challenger.credibility").run()
    page.selectbox(key="payoffs.axis.1.bluffing").set_value("defender.credibility").run()
    now = page.session_state["history"].now
    assert now.axes == ("challenger.credibility", "defender.credibility") and now.game == "bluffing"
    assert "it is “bluff”" in said(page)
    assert len(table(page, "Challenger: credibility", "Defender: credibility", "label")) == 21 * 21
    assert "deterrence map published/zagare_kilgour_2000 bluffing" in page.main.code[-1].value
    page.selectbox(key="payoffs.mapped.bluffing").set_value("equilibria").run()
    fresh = session("payoffs", **page.query_params)
    assert fresh.session_state["history"].now == page.session_state["history"].now
    assert fresh.selectbox(key="payoffs.mapped.bluffing").value == "equilibria" and "The map" in said(fresh)
    page.button(key="frame.undo").click().run()
    assert page.session_state["history"].now == now
    page.selectbox(key="payoffs.game").set_value("attacking").run()
    assert page.session_state["history"].now.axes == () and not page.exception


def test_a_game_that_is_too_slow_for_a_map_says_so(session, said):
    page = session("payoffs", v="1", case="levant_2024", game="region", map="class")
    assert not page.exception and "There is no map: a ladder takes a second" in said(page)
