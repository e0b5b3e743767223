import shlex

import pytest
from typer.testing import CliRunner

import deterrence as dt
from deterrence.cli import app
from deterrence.page import backtest
from tests.shipped import shipped


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def found(model):
    return dt.back_test(model, freeze="2024-01-01", precisions=[3])


def test_only_a_case_with_moves_and_a_timeline_has_a_back_test(model):
    assert backtest.has_moves(model) and not backtest.has_moves(shipped("textbook/ladder"))


def test_dates_can_be_chosen_from_after_the_last_move_back_to_the_first(model):
    every = dt.back_test(model, precisions=[0])
    dates = backtest.freezes(every.moves)
    assert list(dates) == sorted(dates, reverse=True)
    n_clear = int((every.moves["coding"] == "clear").sum())
    first, *_, last = dates.items()
    assert first[1].endswith(f"({n_clear} moves coded clear)") and last[0] == "2023-11-01"
    assert first[0] == "2024-10-02", "nothing is left out at first"
    assert backtest.freezes(every.moves.iloc[:1]) == {"2023-10-09": "9 October 2023 (1 move coded clear)"}


def test_tables_hold_names_instead_of_ids(model, found):
    table = backtest.move_table(model, found)
    assert {"Hezbollah", "Israel", "Houthis"} <= set(table["party"]) and {"Border", "Red sea"} <= set(table["front"])
    assert not table[["model", "move", "front", "party", "coded as"]].map(lambda cell: "_" in cell).any(axis=None)
    misses = backtest.miss_table(model, found)
    assert len(misses) == len(found.misses)
    assert backtest.score_table(found)["log score"].tolist() == found.totals["log_score"].tolist()


def test_the_sentence_names_the_model_and_is_no_forecast(found):
    said = backtest.chart_sentence(found)
    assert "ladder model at precision 3" in said and said.endswith("Not a forecast.")
    assert any("hindsight" in sentence for sentence in backtest.caveats(found))


def test_the_command_runs_and_gives_the_same_scores(found):
    line = backtest.command("levant_2024", "2024-01-01")
    result = CliRunner().invoke(app, [*shlex.split(line)[1:], "--precision", "3", "--format", "csv"])
    assert result.exit_code == 0
    assert str(found.totals["log_score"].iloc[2]) in result.stdout
