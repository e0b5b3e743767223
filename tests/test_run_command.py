import json
import shlex

import pytest
from typer.testing import CliRunner

import deterrence as dt
from deterrence.cli import app
from deterrence.study.evaluation import evaluate_game
from tests.shipped import shipped

MEMBERS = {member.name: member for member in evaluate_game(shipped("levant_2024"), "ultimatum").found.members}


def run(line):
    return CliRunner().invoke(app, ["run", *shlex.split(line)])


def words(result):
    return " ".join(result.output.split())


def test_a_picked_equilibrium_is_shown_move_by_move():
    result = run("levant_2024 --game ultimatum --equilibrium 'semi separating'")
    assert result.exit_code == 0
    said = words(result)
    assert "the picked one ('semi separating')" in said and "shown (picked)" in said and "babbling" in said
    for title in ("What each side does", "What is believed", "Where play leads"):
        assert title in said


def test_json_of_a_pick_holds_moves_beliefs_and_paths_and_the_card_what_was_asked():
    result = run("levant_2024 --game ultimatum -e semi_separating --format json")
    found = json.loads(result.output)
    assert found["run_card"]["equilibrium"] == "semi_separating"
    (threat,) = [r for r in found["beliefs"] if r["believes that"] == "strong sender after threat"]
    assert threat["lowest"] == pytest.approx(MEMBERS["semi_separating"].beliefs["threat"]["strong"][0])
    assert sum(path["chance"] for path in found["paths"]) == pytest.approx(1) and found["moves"]
    assert "'semi separating'" in found["sentences"][0]


def test_a_refinement_leaves_out_and_says_what_and_why():
    result = run("published/zagare_kilgour_2000 --game bluffing --refinement d1")
    said = words(result)
    assert "One equilibrium found: 'bluff'" in said
    assert "D1 leaves out 1 of 2 found in bluffing: 'untested': at every chance" in said
    assert run("levant_2024 --game ultimatum --refinement intuitive").output.count("leaves out 0 of 2") == 1


def test_csv_of_a_refinement_has_the_equilibria_that_are_left():
    result = run("levant_2024 --game ultimatum --refinement d1 --format csv")
    assert "semi_separating" in result.output and "babbling" not in result.stdout


def test_a_pick_that_the_options_take_away_is_noted_and_the_rule_s_choice_shown():
    result = run("published/zagare_kilgour_2000 --game bluffing -e bluff --set defender.credibility=0.9")
    assert isinstance(result.exception, dt.OptionError) and "deterrence" in str(result.exception)


@pytest.mark.parametrize(
    ("line", "saw"),
    [
        ("levant_2024 --game ultimatum -e pooling", "known are: babbling, semi_separating"),
        ("levant_2024 -e babbling", "several games"),
        ("levant_2024 --game brink --refinement d1", "signalling"),
        ("levant_2024 --game ultimatum --refinement divinity", "divinity"),
    ],
)
def test_what_cannot_be_picked_is_refused(line, saw):
    assert saw in str(run(line).exception)
