import re
import shlex
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

import deterrence as dt
from deterrence.cli import app
from deterrence.page import robustness_words as words
from deterrence.page.commands import robustness_command
from deterrence.page.robustness import (
    Asked,
    Figure,
    figures,
    flip_work,
    is_slow,
    near_work,
    own_portfolio,
    sweep_work,
    tornado_work,
)
from deterrence.page.setup import Setup, assumed_model
from deterrence.page.words import plain
from tests.shipped import shipped

MODEL = shipped("levant_2024")
WAR = Figure("p_war", None, "selected")
SETUP = Setup("levant_2024", options=(("missile_defence", 0.5),), values=(("buffer.israel.war_cost", 0.22),))
OWN = own_portfolio(MODEL, SETUP)
ASKED = Asked(SETUP, "", "buffer_terms", WAR, (OWN, "vested_stakes", "decapitation"), 200)


def quiet(done, total):
    """Take progress without a word."""


@pytest.fixture(scope="module")
def found():
    return sweep_work(assumed_model(MODEL, ASKED.world), ASKED)(quiet)


@pytest.fixture(scope="module")
def flip():
    return flip_work(assumed_model(MODEL, ASKED.world), ASKED, OWN)(quiet)


def test_figures_are_those_that_a_sweep_keeps_with_the_headline_first():
    assert figures(MODEL, "buffer_terms")[0] == WAR
    assert {one.player for one in figures(MODEL, "direct") if one.measure == "incentive"} == {"israel", "iran"}
    ladder = figures(MODEL, "region")
    assert ladder[0].measure == "p_top.border" and all("first_passage" not in one.measure for one in ladder)
    for game, known in (("region", ladder), ("direct", figures(MODEL, "direct"))):
        for one in known:
            said = words.figure_title(MODEL, game, one, is_first=one == known[0])
            assert plain(MODEL, said) == said and "_" not in said
            assert said.endswith(" (the headline)") == (one == known[0])


def test_the_sweep_is_that_of_the_library_under_the_readers_assumptions(found):
    run = dt.sweep(
        assumed_model(MODEL, SETUP), options=list(ASKED.options), games=["buffer_terms"], n=200, workers=1,
        measures=["p_war"],
    )  # fmt: skip
    row = run.summary(options=[OWN], measures=["p_war"]).query("statistic == 'selected'").iloc[-1]
    mine = found.shares.set_index("option").loc[OWN]
    assert [mine[name] for name in ("lower", "none", "higher")] == [row[name] for name in ("lower", "none", "higher")]
    assert "buffer.israel.war_cost" not in {each.id for each in run.plan.drawn} and found.n_drawn == len(run.plan.drawn)


def test_the_sentence_names_its_model_the_shares_and_that_they_are_no_probability(found):
    text = words.shares_sentence(MODEL, found)
    assert text.startswith("In the bargaining model of “The range of a deal on the buffer”, “Missile")
    share = found.shares.set_index("option").loc[OWN]
    assert f"raises it in {100 * share['higher']:.3g}%" in text and text.endswith("no probability. Not a forecast.")
    assert plain(MODEL, text) == text


def test_uses_of_force_are_shown_and_have_no_regret(found):
    assert "decapitation" in set(found.shares["option"])
    table = words.regret_rows(MODEL, found, "lower")
    assert table["option"].tolist() == [
        "No option",
        words.option_name(MODEL, OWN),
        MODEL.options["vested_stakes"].title,
    ]
    assert "with a lower figure called better" in words.regret_sentence(MODEL, found, "lower")


def test_a_box_is_drawn_inside_the_ranges_and_said_without_ids(found):
    drawn = 0
    for option in found.discovered:
        for sentence in words.discovery_sentences(MODEL, found, option):
            assert plain(MODEL, sentence) == sentence
            assert sentence.count(MODEL.games[found.asked.game].title) <= 1
        if found.discovered[option].boxes.found:
            rows = words.box_rows(MODEL, found, option)
            drawn += 1
            assert (rows["low"] <= rows["from"]).all() and (rows["from"] <= rows["to"]).all()
            assert (rows["to"] <= rows["high"]).all()
    assert drawn


def test_an_option_that_the_game_cannot_feel_is_said_to_change_nothing():
    asked = Asked(Setup("levant_2024"), "", "buffer_terms", WAR, ("us_iran_hotline",), 20)
    found = sweep_work(assumed_model(MODEL, asked.world), asked)(quiet)
    assert not found.discovered and "it changes nothing there" in words.shares_sentence(MODEL, found)


def test_the_flip_is_searched_under_the_readers_assumptions_and_told_row_by_row(flip):
    assert flip.status == "searched" and flip.conclusion.option == OWN
    rows = words.flip_rows(MODEL, flip)
    assert set(rows["change"]) == {"smallest change", "fewest parameters, by itself", "by itself"}
    same = words.flip_rows(MODEL, replace(flip, fewest=flip.smallest))
    assert "smallest change, also the fewest parameters" in set(same["change"])
    assert not any("fewest parameters" in change and "also" not in change for change in same["change"])
    assert not any("_" in name for name in rows["parameter"])


def test_a_tornado_is_that_of_the_library_under_the_readers_assumptions():
    value, table = tornado_work(assumed_model(MODEL, ASKED.world), ASKED, OWN)(quiet)
    assumed = assumed_model(MODEL, SETUP)
    question = dt.sensitivity(assumed, "buffer_terms", "p_war", option=OWN)
    assert value == question.value and table.equals(question.tornado())
    rows = words.tornado_rows(MODEL, table)
    assert 0 < len(rows) < len(table) and not any("_" in name for name in rows["parameter"])
    figures = re.findall(r"\d+\.\d+", words.tornado_sentence(MODEL, ASKED, OWN, value, rows))
    assert figures and all(len(one.replace(".", "").lstrip("0")) <= 3 for one in figures)
    said = words.tornado_sentence(MODEL, ASKED, OWN, value, rows)
    assert said.startswith("In the bargaining model") and rows["parameter"].iloc[0] in said
    assert "no parameter" in words.tornado_sentence(MODEL, ASKED, OWN, value, rows.head(0))


def test_a_portfolio_of_several_options_is_called_yours_in_charts_and_by_name_in_sentences():
    # A setup sorts its options by id, a sweep by their order in the case.
    setup = Setup("levant_2024", options=(("informal_deal", 0.5), ("missile_defence", 1.0), ("third_party_lines", 1.0)))
    assert own_portfolio(MODEL, setup).startswith("third_party_lines+")
    asked = Asked(setup, "", "buffer_terms", WAR, (own_portfolio(MODEL, setup), "vested_stakes"), 20)
    found = sweep_work(assumed_model(MODEL, setup), asked)(quiet)
    assert words.share_rows(MODEL, found)["option"].tolist() == ["Your options", MODEL.options["vested_stakes"].title]
    assert words.tornado_title(MODEL, asked, asked.options[0]).startswith("“Your options” and the chance of war")
    assert MODEL.options["missile_defence"].title in words.shares_sentence(MODEL, found)
    assert words.option_label(MODEL, ASKED, OWN) == words.option_name(MODEL, OWN)


def test_results_near_a_flip_have_a_row_per_game_that_the_options_move():
    asked = Asked(Setup("levant_2024"), "", "brink", Figure("p_disaster", None, "selected"), ("us_iran_hotline",), 20)
    table = near_work(assumed_model(MODEL, asked.world), asked)(quiet)
    rows = words.near_rows(MODEL, asked, table)
    is_near = rows["smallest change found"] != "none found"
    assert len(rows) == len(table) and is_near.tolist() == sorted(table["near"], reverse=True)
    calm = words.near_rows(MODEL, asked, table.assign(near=False, alone=""))
    assert set(calm["smallest change found"]) == {"none found"} and "by one number alone" not in calm
    brink = rows[rows["game"] == words.game_title(MODEL, "brink")].iloc[0]
    assert brink["option"] == MODEL.options["us_iran_hotline"].title
    assert "% of the ranges, " in brink["smallest change found"]


def test_the_command_gives_the_same_numbers(found):
    line = robustness_command(
        SETUP, "buffer_terms", "p_war", ASKED.options, n=200, statistic="selected", better="lower"
    )
    result = CliRunner().invoke(app, [*shlex.split(line)[1:], "--format", "csv", "--table", "regret"])
    assert result.exit_code == 0, result.output
    first, *rows = [row.split(",") for row in result.stdout.strip().splitlines()]
    column = first.index("mean")
    np.testing.assert_allclose([float(row[column]) for row in rows], found.regret["lower"]["mean"])


def test_games_are_slow_that_are_solved_draw_by_draw():
    assert is_slow(MODEL, "region") and is_slow(MODEL, "mediation") and not is_slow(MODEL, "direct")
