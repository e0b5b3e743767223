import pytest

import deterrence as dt
from deterrence.page.words import plain

MODEL = dt.load("levant_2024")


def link(page):
    return page.sidebar.code[0].value


def options(page):
    return page.session_state["history"].now.options


@pytest.mark.parametrize("page", [None, "payoffs", "crisis", "assumptions", "reference"])
def test_every_page_opens_without_a_fault_and_says_that_it_is_no_forecast(session, said, page):
    shown = session(page)
    assert not shown.exception and not shown.error
    assert "Not a forecast." in said(shown)


@pytest.mark.parametrize("page", [None, "payoffs", "crisis", "assumptions"])
def test_no_page_shows_an_id_in_its_running_text(session, said, page):
    text = said(session(page, v="1", case="levant_2024", options="hotline_network=0.5", game="red_sea"))
    assert plain(MODEL, text) == text


def test_undo_takes_a_lever_back_redo_moves_it_again_and_reset_returns_to_the_baseline(session):
    page = session()
    assert page.button(key="frame.undo").disabled and page.button(key="frame.redo").disabled
    page.slider(key="option.backchannels").set_value(50).run()
    page.slider(key="option.missile_defence").set_value(100).run()
    page.button(key="frame.undo").click().run()
    assert page.slider(key="option.missile_defence").value == 0 and options(page) == (("backchannels", 0.5),)
    page.button(key="frame.redo").click().run()
    assert page.slider(key="option.missile_defence").value == 100
    page.button(key="frame.reset").click().run()
    assert options(page) == () and page.slider(key="option.backchannels").value == 0
    page.button(key="frame.undo").click().run()
    assert len(options(page)) == 2


def test_levers_survive_a_visit_to_another_page(session):
    page = session()
    page.slider(key="option.backchannels").set_value(50).run()
    page.switch_page("lab/pages/payoffs.py").run()
    page.switch_page("lab/pages/options.py").run()
    assert page.slider(key="option.backchannels").value == 50


def test_a_link_from_one_page_restores_levers_payoffs_start_and_game_in_a_fresh_session(session):
    page = session()
    page.slider(key="option.backchannels").set_value(35).run()
    page.selectbox(key="frame.start").set_value("air_war").run()
    page.switch_page("lab/pages/payoffs.py").run()
    page.selectbox(key="payoffs.game").set_value("direct").run()
    page.number_input(key="value.direct.israel.gain").set_value(2.25).run()
    assert not page.exception
    fresh = session("payoffs", **page.query_params)
    assert fresh.session_state["history"].now == page.session_state["history"].now
    assert fresh.selectbox(key="payoffs.game").value == "direct"
    assert fresh.number_input(key="value.direct.israel.gain").value == 2.25
    assert link(fresh) == link(page)


@pytest.mark.parametrize(
    "query",
    [
        {"v": "7", "case": "levant_2024"},
        {"v": "1", "case": "../../etc/passwd"},
        {"v": "1", "case": "mine.toml"},
        {"v": "1", "case": "levant_2024", "options": "hotlin"},
        {"v": "1", "case": "levant_2024", "options": "backchannels=7"},
        {"v": "1", "case": "levant_2024", "set": "israel.patience=nan"},
        {"v": "1", "case": "levant_2024", "set": "israel.patience=2"},
        {"v": "1", "case": "levant_2024", "set": "<script>"},
        {"v": "1", "case": "levant_2024", "start": "nowhere"},
        {"v": "1", "case": "levant_2024", "game": "x" * 50_000},
        {"options": "backchannels"},
    ],
)
def test_a_broken_link_gets_one_sentence_and_the_baseline(session, query):
    page = session(**query)
    assert not page.exception and not page.error
    (warning,) = page.warning
    assert "the link" in warning.value.replace("\\", "") and "baseline instead" in warning.value
    assert page.header[0].value == "The baseline" and options(page) == ()


def test_two_sessions_never_see_each_others_changes(session, said):
    first, second = session(), session()
    before = said(second)
    first.slider(key="option.backchannels").set_value(100).run()
    first.text_input(key="frame.name").set_value("mine").run()
    first.button(key="frame.keep").click().run()
    second.run()
    assert said(second) == before and options(second) == ()
    assert not second.session_state["named"] and second.slider(key="option.backchannels").value == 0


def test_a_named_scenario_can_be_shown_again(session):
    page = session()
    page.slider(key="option.backchannels").set_value(50).run()
    page.text_input(key="frame.name").set_value("talk").run()
    page.button(key="frame.keep").click().run()
    page.button(key="frame.reset").click().run()
    page.button(key="frame.named.talk").click().run()
    assert options(page) == (("backchannels", 0.5),)


def test_another_case_can_be_chosen_and_undone(session):
    page = session()
    page.selectbox(key="frame.case").set_value("textbook/prisoners_dilemma").run()
    assert not page.exception and not page.error
    page.switch_page("lab/pages/payoffs.py").run()
    assert not page.exception and not page.error
    page.button(key="frame.undo").click().run()
    assert page.selectbox(key="frame.case").value == "levant_2024"


def test_the_report_and_the_run_cards_are_offered_beside_the_results(session):
    page = session()
    assert [b.proto.label for b in page.sidebar.get("download_button")] == ["Download the report"]
    page.session_state["fold.files.p_top.border"] = True
    page.run()
    labels = [b.proto.label for b in page.main.get("download_button")]
    assert labels.count("Run card") == labels.count("CSV") > 0


def test_the_words_of_a_page_open_beside_its_results(session):
    page = session(v="1", case="levant_2024", options="hotline_network=0.5")
    assert any(block.proto.popover.label.startswith("What the words mean") for block in page.main.get("popover"))
