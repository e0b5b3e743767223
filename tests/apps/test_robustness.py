import shlex
import time

import pytest
from typer.testing import CliRunner

import deterrence as dt
from deterrence.cli import app
from deterrence.page.words import plain

MODEL = dt.load("levant_2024")
QUERY = {"v": "1", "case": "levant_2024", "game": "buffer_terms"}


def finished(page, name, seconds=60):
    """Let a page run until the work with a name has ended and is shown."""
    end = time.monotonic() + seconds
    while f"job.{name}" in page.session_state and time.monotonic() < end:
        time.sleep(0.05)
        page.run()
    assert not page.exception
    return page


def swept(page):
    return finished(page.button(key="begin.sweep").click().run(), "sweep")


@pytest.fixture
def opened(session):
    return lambda **more: session("robustness", **{**QUERY, "options": "missile_defence=0.5", **more})


def test_a_small_sweep_shows_shares_with_the_model_named_and_the_command_gives_the_same(opened, said):
    page = swept(opened(set="buffer.israel.war_cost=0.22"))
    text = said(page)
    assert "In the bargaining model of “The range of a deal on the buffer”, “Missile" in text
    assert "no probability" in text and plain(MODEL, text).count("_") == text.count("_")
    command = next(code.value for code in page.main.code if code.value.startswith("deterrence robustness"))
    result = CliRunner().invoke(app, [*shlex.split(command)[1:], "--format", "csv"])
    header, row = (line.split(",") for line in result.stdout.strip().splitlines())
    share = 100 * float(row[header.index("higher")])
    assert f"raises it in {share:.1f}%".replace(".0%", "%") in text


def test_nothing_is_swept_before_the_reader_asks_and_a_change_asks_again(opened, said):
    page = opened()
    assert "How often it holds" not in said(page) and not page.get("vega_lite_chart")
    swept(page)
    assert "How often it holds" in said(page)
    page.selectbox(key="robustness.game").set_value("direct").run()
    assert "How often it holds" not in said(page) and page.button(key="begin.sweep")
    page.button(key="frame.undo").click().run()
    assert "How often it holds" in said(page)


def test_figure_options_and_draws_are_in_the_link_and_are_undone(opened, session):
    page = opened(game="direct")
    assert page.selectbox(key="robustness.figure.direct").options[0].endswith("(the headline)")
    page.selectbox(key="robustness.figure.direct").set_value("critical_discount:iran").run()
    page.multiselect(key="robustness.options").set_value(["vested_stakes", "hotline_network"]).run()
    page.selectbox(key="robustness.draws.4").set_value(2048).run()
    query = {key: page.query_params[key] for key in ("figure", "beside", "draws")}
    assert query == {"figure": "critical_discount:iran", "beside": "vested_stakes,hotline_network", "draws": "2048"}
    fresh = session("robustness", **{**QUERY, "game": "direct"}, **query)
    assert fresh.selectbox(key="robustness.figure.direct").value == "critical_discount:iran"
    assert fresh.multiselect(key="robustness.options").value == ["vested_stakes", "hotline_network"]
    page.button(key="frame.undo").click().run()
    assert page.selectbox(key="robustness.draws.4").value == 512
    page.button(key="frame.undo").click().run()
    assert page.multiselect(key="robustness.options").value == []


def test_work_can_be_stopped_and_leaves_nothing(session, said):
    page = session("robustness", v="1", case="levant_2024", game="region", options="hotline_network")
    page.button(key="begin.sweep").click().run()
    page.button(key="stop.sweep").click().run()
    finished(page, "sweep")
    assert "Stopped. Nothing is kept of it." in said(page)
    assert "found.sweep" not in page.session_state and page.button(key="begin.sweep")


def test_two_sessions_share_neither_work_nor_results(opened, said):
    first, second = opened(), opened()
    swept(first)
    second.run()
    assert "How often it holds" not in said(second)
    assert "found.sweep" not in second.session_state and "job.sweep" not in second.session_state


def test_options_are_compared_only_when_the_reader_says_what_is_better(opened, said, table):
    page = opened()
    page.multiselect(key="robustness.options").set_value(["vested_stakes", "decapitation"]).run()
    swept(page)
    assert "Undecided: nothing is compared" in said(page)
    page.radio(key="robustness.better").set_value("lower").run()
    shown = table(page, "on average", option="No option")
    titles = [MODEL.options[id].title for id in ("vested_stakes", "decapitation")]
    assert titles[0] in set(shown["option"]) and titles[1] not in set(shown["option"])
    assert any("--better lower" in code.value for code in page.main.code)


def test_the_least_change_is_searched_and_told_in_words(opened, said, table):
    page = opened()
    finished(page.button(key="begin.flip").click().run(), "flip")
    text = said(page)
    assert "The smallest change found that flips it" in text and "a smaller change may exist" in text
    assert "smallest change" in set(table(page, "value at the flip")["change"])


def test_each_number_is_moved_alone_and_the_widest_bar_is_named(opened, said, table):
    page = opened()
    finished(page.button(key="begin.tornado").click().run(), "tornado")
    assert not page.exception and "hangs most on “" in said(page)
    rows = table(page, "at_low", "at_high")
    assert rows["width"].is_monotonic_decreasing and f"hangs most on “{rows['parameter'].iloc[0]}”" in said(page)


def test_without_an_option_the_page_asks_for_one(session, said):
    page = session("robustness")
    assert not page.exception and "Move an option in the Options lab, or choose one here." in said(page)
    page.multiselect(key="robustness.options").set_value(["missile_defence"]).run()
    assert page.button(key="begin.sweep")


@pytest.mark.parametrize("case", ["textbook/chicken", "textbook/prisoners_dilemma"])
def test_a_case_without_options_says_so(session, said, case):
    page = session("robustness", v="1", case=case)
    assert not page.exception and "nothing that could hold or fail" in said(page)


def test_the_options_lab_says_in_which_share_of_the_ranges_a_result_holds(session, said):
    page = session(v="1", case="levant_2024", game="buffer_terms", options="missile_defence=0.5")
    page.radio(key="options.view").set_value("What each model says").run()
    assert "In the bargaining model.** Holds in" in said(page) and "draws from the assumed ranges" in said(page)
    page.selectbox(key="options.game").set_value("talk").run()
    assert "Holds in" not in said(page)


def test_the_options_lab_tells_of_the_ladder_what_the_session_has_swept(session, said):
    page = session("robustness", v="1", case="levant_2024", game="region", options="hotline_network")
    swept(page)
    page.switch_page("lab/pages/options.py").run()
    assert "of 64 draws from the assumed ranges the chance of reaching the top rung on border is" in said(page)
