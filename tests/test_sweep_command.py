import csv
import io
import json
import signal
import subprocess
import sys

import pytest

import deterrence as dt
from tests.study.sweeps.worlds import ROOT, children, close, environment, is_alive, wait_until

SMALL = ("sweep", "levant_2024", "--game", "buffer_terms", "--option", "missile_defence", "--workers", "1", "--n", "20")


def test_a_sweep_shows_what_options_move_and_where_the_results_are(run):
    code, out, err = run(*SMALL, "--option", "us_iran_hotline", "--out", "here")
    assert (code, err) == (0, "")
    assert "missile_defence" in out and "p_war" in out and "higher" in out
    assert "No effect on any of these games, whatever is drawn: us_iran_hotline." in out
    assert "a share of them is no probability" in " ".join(out.split())
    found = dt.Sweep.open("here")
    assert found.result_hash[:12] in out and found.plan.n == 20


def test_json_and_csv_carry_the_summary_and_the_run_card(run):
    code, out, _ = run(*SMALL, "--out", "here", "--format", "json")
    document = json.loads(out)
    assert code == 0 and document["result"] == dt.Sweep.open("here").result_hash
    assert document["run_card"]["command"].startswith("deterrence sweep levant_2024 --game buffer_terms")
    assert {row["option"] for row in document["rows"]} == {"baseline", "missile_defence"}
    assert document["orderings"][0].keys() == {"ordering", "contested", "share"}
    code, out, err = run(*SMALL, "--out", "here", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0 and len(rows) == len(document["rows"]) and json.loads(err)["seed"] == 0


def test_ranges_and_holds_and_values_are_taken_from_the_command(run):
    arguments = ("--parameter", "buffer.power_now=0.3:0.4", "--parameter", "defence.interception", "--design", "sobol")
    code, _, _ = run(*SMALL, "--out", "here", *arguments, "--seed", "7", "--distribution", "triangular")
    plan = dt.Sweep.open("here").plan
    assert code == 0 and plan.seed == 7 and plan.design == "sobol" and plan.distribution == "triangular"
    assert ("buffer.power_now", 0.3, 0.4) in [(each.id, each.low, each.high) for each in plan.drawn]
    code, _, _ = run(*SMALL, "--out", "there", "--hold", "buffer.power_now", "--set", "buffer.israel.war_cost=0.2")
    drawn = {each.id for each in dt.Sweep.open("there").plan.drawn}
    assert code == 0 and drawn and not {"buffer.power_now", "buffer.israel.war_cost"} & drawn


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--parameter", "buffer.power_now=0.4:0.3"), "its range is empty"),
        (("--parameter", "buffer.power_now=0.4"), "ID or ID=LOW:HIGH"),
        (("--parameter", "buffer.power_now=a:b"), "ID or ID=LOW:HIGH"),
        (("--option", "missile_defense"), "did you mean 'missile_defence'"),
        (("--hold", "nothing"), "there is no such id"),
        (("--scheduler", "tcp://127.0.0.1:1"), "one of them"),
        (("--measure", "p_wra"), "did you mean 'p_war'"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_two(run, arguments, words):
    code, out, err = run(*SMALL, "--out", "here", *arguments)
    assert (code, out) == (2, "") and words in err and err.count("\n") == 1


def test_another_sweep_in_the_folder_is_refused(run):
    assert run(*SMALL, "--out", "here")[0] == 0
    code, _, err = run(*SMALL, "--out", "here", "--seed", "1")
    assert code == 2 and "it holds another sweep: seed 0 instead of 1" in err


def test_an_interrupt_says_how_to_go_on_and_the_same_command_does(tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "deterrence", *SMALL[:-4], "--workers", "2", "--n", "400", "--chunk", "16"]
    quiet = {"cwd": ROOT, "env": environment(), "text": True, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen([*command, "--out", str(out)], **quiet)
    try:
        assert wait_until(lambda: list(out.glob("parts/*.parquet")))
        workers = children(process.pid)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    finally:
        close([process])
    assert process.returncode == 130, err
    assert err.strip() == f"interrupted: finished parts are in {out}; the same command goes on from there"
    assert workers and not any(map(is_alive, workers)) and not dt.Sweep.open(out).is_complete
    done = subprocess.run([*command, "--out", str(out)], **{**quiet, "check": False})
    assert done.returncode == 0, done.stderr
    assert dt.Sweep.open(out).experiments().index.tolist() == list(range(400))
