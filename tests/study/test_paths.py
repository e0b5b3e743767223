"""Escalation paths: the two parts of a change add up, references and tables are consistent, bad input is a sentence."""

import json
import math

import numpy as np
import pytest

import deterrence as dt
from deterrence.study.path_tables import TABLES
from deterrence.study.path_text import path_report
from tests.shipped import shipped


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def paths(model):
    return dt.escalation_paths(model, options=["us_iran_hotline"])


def test_every_table_has_its_columns_and_every_portfolio(paths):
    for name, table in paths.tables().items():
        assert list(table.columns) == TABLES[name]
        assert set(table["option"]) == {"baseline", "us_iran_hotline"}


def test_the_mechanical_and_the_strategic_part_add_up_to_the_change(paths):
    effects = paths.effects
    assert np.allclose(effects["mechanical"] + effects["strategic"], effects["change"], atol=1e-12)
    assert np.allclose(effects["baseline"] + effects["change"], effects["value"], atol=1e-12)
    assert (effects[effects["option"] == "baseline"]["change"] == 0).all()


def test_rungs_sum_to_one_and_start_where_the_scenario_says(paths):
    sums = paths.rungs.groupby(["option", "front", "period"])["probability"].sum()
    assert np.allclose(sums, 1)
    first = paths.rungs[(paths.rungs["period"] == 0) & (paths.rungs["probability"] == 1)]
    assert dict(zip(first["front"], first["rung"], strict=True)) == dict(paths.start)
    assert paths.start == {"border": 3, "direct": 3, "red_sea": 3, "bases": 2}


def test_postures_of_a_seat_sum_to_one_where_it_is_visited(paths):
    sums = paths.pushers[["escalate", "hold", "deescalate"]].sum(axis=1, min_count=3)
    assert np.allclose(sums.dropna(), 1) and not sums.dropna().empty


def test_measures_of_the_game_are_the_same_numbers(model, paths):
    table = dt.measure(dt.formulate(model, "region"), start=(3, 3, 3, 2))
    for front in paths.start:
        value = table[table["measure"] == f"p_top.{front}"]["value"].iloc[0]
        rows = paths.effects[(paths.effects["front"] == front) & (paths.effects["measure"] == "p_top")]
        assert value == pytest.approx(rows["baseline"].iloc[0], rel=1e-9)


def test_draws_give_what_single_numbers_give(model):
    values = np.array([0.15, 0.3])
    drawn = dt.measure(dt.formulate(model.with_values({"border.noise": values}), "region"), horizon=6)
    for draw, value in enumerate(values):
        one = dt.measure(dt.formulate(model.with_values({"border.noise": value}), "region"), horizon=6)
        many = drawn[drawn["draw"] == draw]
        for name in ("p_top.border", "p_any_top", "first_passage.direct"):
            pair = (float(t[t["measure"] == name]["value"].iloc[0]) for t in (one, many))
            assert math.isclose(*pair, rel_tol=1e-6)


def test_an_option_that_moves_nothing_of_the_ladder_changes_nothing():
    model = shipped("textbook/ladder")
    paths = dt.escalation_paths(model, options=[{"hotline": 0.0}], scenario="skirmishes")
    assert np.allclose(paths.effects["change"], 0, atol=1e-12)


def test_the_text_says_model_start_references_and_that_it_is_no_forecast(paths):
    text = path_report(paths)
    for words in (
        "In the ladder model, starting from",
        "accidents and spill",
        "random choice",
        "Not a forecast",
        "Civilians",
    ):
        assert words in text
    assert max(len(line) for line in text.splitlines()) <= 118


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({}, "starting from 4 October 2024 (border on rung 3, direct on rung 3,"),
        ({"scenario": "maritime"}, "starting from Maritime campaign (border on rung 1,"),
        ({"start": {"border": 2}}, "starting from the rungs given (border on rung 2, direct on rung 0,"),
    ],
)
def test_the_text_names_the_start_actually_used(model, keywords, words):
    paths = dt.escalation_paths(model, horizon=2, **keywords)
    assert words in " ".join(path_report(paths).split())


def test_values_set_by_hand_are_named_beside_the_start(model):
    paths = dt.escalation_paths(model.with_values({"border.noise": 0.05}), horizon=2)
    assert "starting from 4 October 2024 with border.noise = 0.05 (border" in " ".join(path_report(paths).split())


def test_an_interrupt_keeps_the_portfolios_that_are_finished(model):
    def stop(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dt.escalation_paths(model, progress=lambda done, total: stop(2, total))
    kept = dt.escalation_paths(model, options=["us_iran_hotline", "backchannels"], horizon=2, progress=stop)
    assert kept.is_interrupted and set(kept.solved) == {"baseline", "us_iran_hotline"}


def test_one_option_by_name_is_one_portfolio():
    paths = dt.escalation_paths(shipped("textbook/ladder"), options="hotline", horizon=2)
    assert list(paths.solved) == ["baseline", "hotline"]


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"game": "border"}, "there is no ladder of that id"),
        ({"horizon": 0}, "whole number of periods"),
        ({"horizon": 2.5}, "whole number of periods"),
        ({"start": {"gulf": 1}}, "there is no such front"),
        ({"start": {"border": 9}}, "rungs of 'region'"),
        ({"start": {"border": 1.5}}, "start: saw 1.5; allowed is one rung per front, whole numbers from 0"),
        ({"start": {"border": True}}, "start: saw true"),
        ({"start": {"border": math.nan}}, "start: saw nan"),
        ({"start": 3}, "start: saw 3; allowed is a mapping from fronts to rungs"),
        ({"game": 3}, "game 3: there is no ladder of that id"),
        ({"options": 3}, "options: saw 3; allowed is a list of portfolios"),
        ({"precision": -1}, "a number from 0 up"),
        ({"options": ["hotlin"]}, "hotlin"),
        ({"scenario": "nowhere"}, "nowhere"),
    ],
)
def test_bad_input_is_one_sentence(model, keywords, words):
    with pytest.raises(dt.DeterrenceError, match=words):
        dt.escalation_paths(model, **keywords)


def test_the_command_line_writes_json_and_csv(run):
    base = ("path", "textbook/ladder", "-o", "hotline", "--horizon", "4")
    code, out, err = run(*base, "-f", "json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert set(TABLES) <= set(document) and document["run_card"]["horizon"] == 4
    code, out, _ = run(*base, "-f", "csv", "--table", "effects")
    assert code == 0 and out.splitlines()[0] == ",".join(TABLES["effects"])
    code, _, err = run(*base, "--table", "efects")
    assert code == 2 and "effects" in err and "Traceback" not in err
