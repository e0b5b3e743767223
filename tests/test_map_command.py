import csv
import io
import json
import shlex

import pytest
from typer.testing import CliRunner

import deterrence as dt
from deterrence.cli import app
from deterrence.games.stage import player_classes
from deterrence.study.exports import stage_game
from tests.shipped import shipped


def run(line):
    return CliRunner().invoke(app, ["map", *shlex.split(line)])


def test_a_map_is_printed_as_shares_of_the_points_with_the_present_one():
    result = run("published/zagare_kilgour_2000 bluffing challenger.credibility defender.credibility")
    assert result.exit_code == 0 and "441 points" in result.output
    assert "At the present point: bluff." in result.output and "Not a forecast." in result.output


def test_csv_has_every_point_with_its_label():
    result = run("textbook/prisoners_dilemma patience_test temptation reward --of class --format csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 441
    model, row = shipped("textbook/prisoners_dilemma"), rows[17]
    there = model.with_values({"temptation": float(row["temptation"]), "reward": float(row["reward"])})
    kind = player_classes(stage_game(dt.formulate(there, "patience_test")))[0]
    assert row["label"] == f"{kind.replace('_', ' ')} for all"


def test_json_carries_the_run_card_and_what_was_mapped():
    result = run("levant_2024 direct direct.noise direct.israel.gain --of is_sustained -o hotline_network -f json")
    card = json.loads(result.stdout)["run_card"]
    assert card["map"] == {"game": "direct", "of": "is_sustained", "x": "direct.noise", "y": "direct.israel.gain"}
    assert card["options"] == {"hotline_network": 1.0}


@pytest.mark.parametrize(
    ("line", "saw"),
    [
        ("levant_2024 region israel.patience iran.patience", "a ladder takes a second"),
        ("levant_2024 direct direct.noise nothing", "nothing"),
        ("levant_2024 direct direct.noise direct.noise", "twice"),
        ("levant_2024 direct direct.noise direct.israel.gain --of clas", "class"),
        ("levant_2024 nowhere direct.noise direct.israel.gain", "nowhere"),
        ("levant_2024 direct direct.noise direct.answer_weeks", "one number"),
    ],
)
def test_what_cannot_be_mapped_is_refused_in_one_sentence(line, saw):
    error = run(line).exception
    assert isinstance(error, dt.DeterrenceError) and saw in str(error) and "\n" not in str(error)
