import re
import shlex

import pandas as pd
import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_game
from deterrence.study.figures import figure
from deterrence.study.headlines import headline_value
from deterrence.study.rows import HEADLINES

MODEL = dt.load("levant_2024")


def command(page):
    return page.main.code[-1].value


def run_command(line, cli_runner):
    words = shlex.split(line)
    assert words[0] == "deterrence"
    return cli_runner(words[1:])


@pytest.fixture
def cli_runner():
    from typer.testing import CliRunner

    from deterrence.cli import app

    def run(words):
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_the_page_opens_on_the_baseline_with_a_lever_for_every_option(session):
    page = session()
    assert {slider.key for slider in page.slider} == {f"option.{id}" for id in MODEL.options}


def test_the_paths_on_the_page_equal_those_of_the_command_that_it_prints(session, cli_runner, table):
    page = session(v="1", case="levant_2024", set="direct.noise=0.2")
    page.slider(key="option.hotline_network").set_value(50).run()
    line = command(page)
    assert line == "deterrence path levant_2024 --set direct.noise=0.2 --option hotline_network=0.5"
    text = cli_runner([*shlex.split(line)[1:], "--format", "csv", "--table", "tops"])
    told = pd.read_csv(pd.io.common.StringIO(text[text.index("option,") :]))
    shown = table(page, "p_top", front="Direct")
    for name, line in (("baseline", "my assumptions"), ("hotline_network=0.5", "my options")):
        there = told[(told["option"] == name) & (told["front"] == "direct")].sort_values("period")
        here = shown[shown["line"] == line].sort_values("week")
        assert here["p_top"].tolist() == pytest.approx(there["p_top"].tolist(), abs=1e-12)
        assert here["expected_rung"].tolist() == pytest.approx(there["expected_rung"].tolist(), abs=1e-12)
    assert set(shown["line"]) == {"baseline", "my assumptions", "my options"}


def test_the_figures_of_every_model_equal_the_librarys_line_by_line(session, table):
    page = session(v="1", case="levant_2024", options="hotline_network=0.5", set="direct.noise=0.2")
    page.radio(key="options.view").set_value("What each model says").run()
    shown = table(page, "figure", "my options").set_index("game")
    assumed = MODEL.with_values({"direct.noise": 0.2})
    worlds = {"baseline": MODEL, "my assumptions": assumed, "my options": dt.apply(assumed, "hotline_network=0.5")}
    for line, world in worlds.items():
        for game in ("border", "direct", "standoff", "talk", "buffer_terms"):
            one = evaluate_game(world, game)
            expected = figure(headline_value(one), HEADLINES[one.game.form].unit == "share")
            assert shown.loc[MODEL.games[game].title, line] == expected
    assert command(page) == "deterrence run levant_2024 --set direct.noise=0.2 --option hotline_network=0.5"


def test_the_page_says_why_nothing_changed_in_a_game_that_reads_nothing_that_moved(session, said, table):
    page = session(v="1", case="levant_2024", options="backchannels", game="border")
    page.radio(key="options.view").set_value("What each model says").run()
    assert "Why nothing changed." in said(page)
    assert set(table(page, "verdict", verdict="no effect")["verdict"]) == {"no effect"}
    assert "no effect" not in set(table(page, "verdict", verdict="better")["verdict"])


def test_civilians_stand_beside_the_comparison_by_population(session, table):
    page = session(v="1", case="levant_2024", options="hodeidah_strike+backchannels")
    page.radio(key="options.view").set_value("Who bears it").run()
    told = table(page, "option", "what is known").set_index("for whom")["what is known"]
    assert {"Lebanese", "Northern Israelis", "Yemenis", "Others"} <= set(told.index)
    assert told["Yemenis"].str.startswith("Yemenis:").any() and (told["Lebanese"] == "not modelled").any()


def test_no_objective_is_chosen_for_the_reader_and_uses_of_force_are_not_ranked(session, said, table):
    page = session()
    page.radio(key="options.view").set_value("Rank by an objective").run()
    assert page.selectbox(key="options.objective").value == "" and "Undecided" in said(page)
    page.selectbox(key="options.objective").set_value("settlement").run()
    assert not page.exception and not page.error
    ranked = table(page, "rank").set_index("option")
    for option in MODEL.options.values():
        assert (ranked.loc[option.title, "rank"] == "not ranked") is not option.ranked
    told = dt.compare(MODEL, None, ["border", "direct", "gulf", "red_sea", "bases"], objective="settlement")
    values = {MODEL.options[row.option].title: row.value for row in told.itertuples() if row.option != "baseline"}
    assert ranked["value"].to_dict() == pytest.approx(values)


def test_a_guess_hides_the_result_until_it_is_given_and_then_stands_beside_it(session, said, table):
    page = session()
    page.toggle(key="predict").set_value(True).run()
    page.slider(key="option.hotline_network").set_value(50).run()
    assert set(table(page, "p_top", front="Direct")["line"]) == {"baseline"}
    assert "with your options" not in said(page).replace("with your options, the chance", "")
    # Neither does anything else on the page tell: not the report, not the ranking.
    assert not [one for one in page.sidebar.get("download_button") if "report" in one.proto.label]
    page.session_state["options.objective"] = "least_chance_of_all_out_war"
    for view in ("What each model says", "Rank by an objective", "Escalation paths"):
        page.radio(key="options.view").set_value(view).run()
        assert not page.exception and "goes from" not in said(page) and "Ranked by" not in said(page)
    page.radio(key="predict.Direct").set_value("rises")
    page.button(key="predict.reveal").click().run()
    assert not page.exception
    assert "You expected that it rises; in this model it falls." in said(page)
    assert [one for one in page.sidebar.get("download_button") if "report" in one.proto.label]
    assert "my options" in set(table(page, "p_top", front="Direct")["line"])


@pytest.mark.parametrize("view", ["expected rung then", "every rung then"])
def test_other_views_of_the_ladder_have_a_sentence_that_names_the_model(session, said, view):
    page = session(v="1", case="levant_2024", options="hotline_network=0.5")
    page.radio(key="ladder.view").set_value(view).run()
    assert not page.exception and said(page).count("In the ladder model, ") >= 4


def test_reference_lines_end_where_the_command_says(session, said, table):
    page = session(v="1", case="levant_2024", options="hotline_network=0.5")
    page.toggle(key="ladder.references").set_value(True).run()
    assert not page.exception and "if every side always holds" in said(page)
    shown = table(page, "p_top", front="Direct")
    last = shown[shown["week"] == shown["week"].max()].set_index("line")["p_top"]
    clause = re.search(r"- direct.*?alone: ([0-9.]+)%; random choice: ([0-9.]+)%", said(page)).groups()
    told = [f"{100 * last[line]:.1f}" for line in ("accidents and spill alone", "random choice")]
    assert told == list(clause)


def test_a_case_without_a_ladder_or_options_shows_what_its_models_say(session, said):
    page = session(v="1", case="textbook/chicken")
    assert not page.exception and not page.error
    assert "no policy options" in said(page)
