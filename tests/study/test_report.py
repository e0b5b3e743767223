"""The notes under a comparison say how to read each kind of figure that the table holds."""

import deterrence as dt
from deterrence.study.evaluation import evaluate_portfolios
from deterrence.study.report import comparison_notes
from deterrence.study.words import result_sentence
from tests.shipped import shipped


def notes(model, games, options=("us_iran_hotline",)):
    return " ".join(" ".join(comparison_notes(list(evaluate_portfolios(model, options, games)))).split())


def test_the_ladders_figure_is_described_with_its_front_horizon_and_start():
    text = notes(shipped("levant_2024"), ["region"])
    assert (
        "For the ladder region: the chance that its first front, border, reaches its top rung (All-out war) within 24 "
        "weeks, starting from 4 October 2024; lower is better."
    ) in text


def test_the_description_follows_the_scenario():
    model = dt.with_scenario(shipped("levant_2024"), "maritime")
    assert "starting from Maritime campaign" in notes(model, ["region"])


def test_no_ladder_is_described_where_there_is_none():
    assert "ladder" not in notes(shipped("levant_2024"), ["border"])


def test_the_sentence_of_a_ladder_names_the_start_actually_used():
    model = shipped("levant_2024")
    for game, start in (("region", "4 October 2024"), ("border", "the file's default values")):
        (base,) = evaluate_portfolios(model, [], [game])
        assert f"starting from {start}, without any option" in result_sentence(base, base)
