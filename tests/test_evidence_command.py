import json

import numpy as np
import pandas as pd
import pytest

import deterrence as dt
from deterrence.study.evidence.simulation import simulate_moves
from tests.shipped import shipped


@pytest.fixture
def run(run):
    return lambda *arguments: run("evidence", *arguments)


@pytest.fixture
def moves(tmp_path):
    simulate_moves(shipped("textbook/ladder"), n_periods=40, precision=10, rng=1).to_csv(tmp_path / "moves.csv")
    return ("textbook/ladder", "--moves", "moves.csv")


@pytest.fixture
def dyads(tmp_path):
    outcomes = dt.Crisis(0, 1, 0, -1.9, -1.2, 1, -2.2).candidates()[0].outcomes
    shares = np.array(list(outcomes.values()))
    drawn = np.random.default_rng(0).choice(list(outcomes), 300, p=shares / shares.sum())
    pd.DataFrame({"outcome": drawn}).to_csv(tmp_path / "dyads.csv", index=False)
    return ("dyads.csv", "--payoff", "war=1", "--payoff", "backdown=1", "--fix", "demand=1", "--fix", "resist=1")


def test_a_back_test_shows_totals_caveats_and_every_miss(run):
    code, out, err = run("backtest", "levant_2024", "--freeze", "2024-01-01", "--precision", "3")
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "random choice" in said and "persistence" in said and "Misses" in said and "hindsight" in said


def test_json_of_a_back_test_holds_the_run_card_and_all_tables(run):
    code, out, _ = run("backtest", "levant_2024", "--freeze", "2024-01-01", "--precision", "3", "--format", "json")
    document = json.loads(out)
    assert code == 0 and document["run_card"]["freeze"] == "2024-01-01"
    assert {"sentences", "totals", "scores", "misses", "moves"} <= set(document)
    expected = dt.back_test(shipped("levant_2024"), freeze="2024-01-01", precisions=[3]).totals["log_score"].tolist()
    assert [row["log_score"] for row in document["totals"]] == expected


def test_an_estimate_shows_prior_against_posterior_with_its_seed(run, moves):
    code, out, err = run(
        "estimate", *moves, "-p", "gain=0:2", "--precision", "1:40", "--particles", "32", "--seed", "3"
    )
    assert (code, err) == (0, "")
    assert "Prior" in out and "Posterior" in out and "seed 3" in " ".join(out.split())
    code, out, _ = run("estimate", *moves, "--precision", "1:40", "--particles", "32", "--format", "csv")
    assert code == 0 and out.startswith("parameter,prior_mean") and len(out.splitlines()) == 2


def test_a_fit_shows_coefficients_and_names_the_file_in_its_card(run, dyads):
    code, out, err = run("fit", *dyads, "--fix", "target_war=-2.2", "--starts", "1")
    assert (code, err) == (0, "") and "Log likelihood" in out and "standard_error" in out
    code, out, _ = run("fit", *dyads, "--fix", "target_war=-2.2", "--starts", "1", "--format", "json")
    document = json.loads(out)
    assert document["run_card"]["file"]["name"] == "dyads.csv" and len(document["run_card"]["file"]["digest"]) == 64
    estimates = {row["payoff"]: row["estimate"] for row in document["coefficients"]}
    assert estimates["war"] == pytest.approx(-1.9, abs=0.5) and estimates["backdown"] == pytest.approx(-1.2, abs=0.5)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("backtest", "textbook/ladder"), "no moves.csv"),
        (("backtest", "levant_2024", "--freeze", "then"), "YYYY-MM-DD"),
        (("backtest", "levant_2024", "--table", "score"), "did you mean 'scores'?"),
        (("backtest", "levant_2024", "--moves", "none.csv"), "there is no such file"),
        (("estimate", "textbook/ladder", "--moves", "moves.csv", "-p", "gain=1"), "LOW:HIGH"),
        (("estimate", "textbook/ladder", "--moves", "moves.csv", "--precision", "sharp"), "a number"),
        (("estimate", "textbook/ladder", "--moves", "moves.csv", "--particles", "1"), "particles"),
        (("fit", "dyads.csv", "--payoff", "war"), "NAME=VALUE"),
        (("fit", "dyads.csv", "--payoff", "war=1", "--fix", "demand=much"), "a number"),
        (("fit", "dyads.csv", "--payoff", "war=1", "--rule", "best"), "likeliest or"),
        (("fit", "dyads.csv", "--payoff", "war=1", "--payoff", "war=balance"), "'war' stands twice"),
        (("fit", "dyads.csv", "--payoff", "war=1", "--seed", "-1"), "seed: saw -1"),
        (("estimate", "textbook/ladder", "--moves", "moves.csv", "--seed", "-1"), "seed: saw -1"),
    ],
)
def test_wrong_input_ends_with_one_sentence(run, moves, dyads, arguments, part):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "") and part in err and len(err.splitlines()) == 1
