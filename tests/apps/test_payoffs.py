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
