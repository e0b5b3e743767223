import pytest

import deterrence as dt
from deterrence.page.ladder_lines import (
    ACCIDENTS,
    RANDOM,
    front_takeaway,
    ladder_sentences,
    ladders,
    likeliest_rung,
    line_table,
    reference_table,
    reference_takeaway,
    rung_table,
    rung_takeaway,
    solve_ladder,
)
from deterrence.study.path_text import path_sentences
from tests.shipped import shipped

START = dt.with_scenario(shipped("textbook/ladder"), "skirmishes")


@pytest.fixture(scope="module")
def game():
    (only,) = ladders(START)
    return only


@pytest.fixture(scope="module")
def before(game):
    return solve_ladder(START, game)


@pytest.fixture(scope="module")
def after(game):
    return solve_ladder(dt.apply(START, "hotline"), game)


@pytest.fixture(scope="module")
def told():
    return dt.escalation_paths(START, options=["hotline"])


def test_the_lines_are_those_of_the_escalation_paths(before, after, told):
    table = line_table({"baseline": before, "my options": after})
    for line, option in (("baseline", "baseline"), ("my options", "hotline")):
        shown, expected = table[table["line"] == line], told.tops[told.tops["option"] == option]
        assert shown["p_top"].tolist() == expected["p_top"].tolist()
        assert shown["expected_rung"].tolist() == expected["expected_rung"].tolist()


def test_the_references_end_where_the_effects_of_the_escalation_paths_say(before, after, told):
    table = reference_table(after)
    last = table[table["period"] == table["period"].max()]
    effects = told.effects[told.effects["option"] == "hotline"]
    for line, column in ((ACCIDENTS, "accidents_only"), (RANDOM, "random_choice")):
        for value in ("p_top", "expected_rung"):
            expected = effects[effects["measure"] == value][column].tolist()
            assert last[last["line"] == line][value].tolist() == pytest.approx(expected, abs=1e-12)
    front = str(table["front"].iloc[0])
    assert "random choice" in reference_takeaway(table, front, "p_top", "weeks")


def test_the_rungs_are_those_of_the_escalation_paths_and_sum_to_one(before, told):
    table = rung_table(before)
    assert table["probability"].tolist() == told.rungs[told.rungs["option"] == "baseline"]["probability"].tolist()
    assert table.groupby(["front", "period"])["probability"].sum().to_numpy() == pytest.approx(1)


def test_the_sentences_between_two_worlds_say_what_the_command_says(before, after, told):
    sentences = ladder_sentences(before, after)
    expected = [sentence for sentence in path_sentences(told, "hotline") if sentence]
    assert [s.replace("precision makes", "") for s in sentences[:-2]] == expected[:-2]
    assert "--precision" not in " ".join(sentences)


def test_every_takeaway_names_its_model(before, after):
    table = line_table({"baseline": before, "my options": after})
    front = table["front"].iloc[0]
    rows = rung_table(after)
    said = [
        front_takeaway(table, front, "War", "weeks"),
        rung_takeaway(table, front, "3 War", "weeks"),
        likeliest_rung(rows[rows["front"] == front], "my options", "weeks"),
    ]
    assert all(sentence.startswith("In the ladder model, ") and "with your options" in sentence for sentence in said)
    assert "at the baseline" in said[0] and said[0].endswith("Not a forecast.")
