import json
import subprocess

import deterrence as dt
from deterrence.output import plain
from deterrence.study.evaluation import evaluate_game
from deterrence.study.runcard import commit, package_version
from tests.shipped import shipped


def test_the_card_names_everything_that_is_needed_to_repeat_a_run():
    model = dt.apply(dt.with_scenario(shipped("levant_2024"), "quiet_2006"), "hotline_network=.5")
    model = model.with_values({"iran.patience": 0.9})
    card = dt.run_card(model, "deterrence run", evaluations=[evaluate_game(model, "direct")], seed=0)
    assert card["options"] == {"hotline_network": 0.5} and card["scenario"] == "quiet_2006"
    assert card["overrides"] == {"iran.patience": 0.9} and card["seed"] == 0
    assert card["model"]["digest"] == model.digest and card["solves"][0]["regret"] <= 1e-9
    assert json.dumps(plain(card))


def test_the_commit_is_the_checkouts():
    shown = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True)
    assert commit() == (shown.stdout.strip() if shown.returncode == 0 else None)


def test_the_version_is_the_installed_one():
    assert package_version().count(".") == 2
