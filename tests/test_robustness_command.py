import csv
import io
import json

import pytest

import deterrence as dt
from tests.shipped import shipped

ASK = ("robustness", "levant_2024", "-g", "buffer_terms", "-o", "missile_defence", "--n", "80", "--seed", "3")


def test_shares_boxes_and_a_word_on_what_they_are_not_are_printed(run):
    code, out, err = run(*ASK, "-o", "us_iran_hotline")
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "chance of war, 80 draws of" in text and "raises it" in text
    assert "draws missile_defence does not raise the chance of war in buffer_terms" in text
    assert "us_iran_hotline: buffer_terms reads nothing on which it acts, whatever is drawn." in text
    assert "no probability. Not a forecast." in text and "Regret" not in text


def test_json_has_every_table_that_was_asked_for_and_csv_one_of_them(run):
    code, out, _ = run(*ASK, "--better", "lower", "--format", "json")
    document = json.loads(out)
    assert code == 0 and {"shares", "boxes", "regret", "sentences", "run_card"} <= set(document)
    assert document["run_card"]["robustness"]["seed"] == 3
    assert [row["option"] for row in document["regret"]] == ["baseline", "missile_defence"]
    code, out, err = run(*ASK, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert code == 0 and float(row["higher"]) == document["shares"][0]["higher"] and json.loads(err)
    code, _, err = run(*ASK, "--format", "csv", "--table", "flips")
    assert code == 2 and "give --flip" in err


def test_a_finished_sweep_is_read_from_its_folder_with_what_was_held_in_it(run, tmp_path):
    model = shipped("published/fearon_1995").with_values({"responder.gain": 0.05})
    dt.sweep(model, options=["joint_projects"], games=["private_cost"], n=80, seed=3, workers=1, out="done")
    code, out, _ = run("robustness", "done", "-g", "private_cost", "--near", "0.5", "--flip", "--format", "json")
    document = json.loads(out)
    assert code == 0 and document["run_card"]["robustness"]["n"] == 80
    moved = {row["parameter"] for row in document["flips"]}
    assert moved and "responder.gain" not in moved
    (near,) = document["near"]
    assert near["game"] == "private_cost" and near["parameters"] <= 5
    code, _, err = run("robustness", "done", "-g", "private_cost", "--n", "5")
    assert code == 2 and "--n: saw it with the folder of a sweep" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("robustness", "levant_2024", "-g", "nowhere"), "there is no such id"),
        (("robustness", "levant_2024", "-g", "direct", "-m", "insight"), "insight"),
        (("robustness", "levant_2024", "-g", "direct", "-o", "hotline_network", "--n", "20"), "several players"),
        ((*ASK, "--table", "guesses"), "--table"),
        (("robustness", "no_such_case", "-g", "direct"), "no_such_case"),
    ],
)
def test_a_fault_is_one_sentence(run, arguments, message):
    code, _, err = run(*arguments)
    assert code == 2 and message in err and err.count("\n") == 1 and err.startswith("error: ")
