import csv
import gc
import io
import json
import os
import signal
import threading

import pytest

import deterrence as dt
from tests.shipped import shipped

GAME = ("sensitivity", "levant_2024", "--game", "buffer_terms", "--measure", "p_war")


def test_the_table_has_a_sentence_and_says_what_its_columns_are(run):
    code, out, err = run(*GAME, "--rows", "3")
    words = " ".join(out.split())
    assert (code, err) == (0, "") and "tornado, the first 3 of 16 parameters" in words
    assert "moved alone over its range, moves the chance of war most" in words and "Not a forecast." in words
    assert "interactions are not seen" in words and out.count("│") == 3 * 5


@pytest.mark.parametrize("design", ["tornado", "morris", "sobol"])
def test_json_and_csv_carry_all_rows_and_the_run_card(run, design):
    size = () if design == "tornado" else ("--n", "32")
    code, out, _ = run(*GAME, "--design", design, *size, "--format", "json", "--option", "missile_defence")
    document = json.loads(out)
    card = document["run_card"]["sensitivity"]
    assert code == 0 and card["design"] == design and card["is_effect"] and card["option"] == "missile_defence"
    question = dt.sensitivity(shipped("levant_2024"), "buffer_terms", "p_war", option="missile_defence")
    table = getattr(question, design)(**({} if design == "tornado" else {"n": 32}))
    assert document["value"] == pytest.approx(question.value) and "the effect of" in document["sentence"]
    assert [row["parameter"] for row in document["rows"]] == table.parameter.tolist()
    code, out, err = run(*GAME, "--design", design, *size, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0 and len(rows) == 16 and json.loads(err)["sensitivity"]["design"] == design


def test_derivatives_of_a_ladder_are_shown(run):
    given = ("sensitivity", "textbook/ladder", "-g", "escalation", "-m", "p_any_top", "--design", "derivatives")
    code, out, err = run(*given, "--horizon", "6")
    assert (code, err) == (0, "") and "answers most to" in out and "within 6 weeks" in " ".join(out.split())


def test_ranges_holds_and_values_are_taken_from_the_command(run):
    arguments = ("-p", "buffer.power_now=0.3:0.4", "-p", "defence.interception", "--set", "buffer.israel.war_cost=0.2")
    code, out, _ = run(*GAME, *arguments, "--format", "json")
    rows = {row["parameter"]: row for row in json.loads(out)["rows"]}
    assert code == 0 and {*rows} == {"buffer.power_now", "defence.interception"}
    assert (rows["buffer.power_now"]["low"], rows["buffer.power_now"]["high"]) == (0.3, 0.4)
    assert json.loads(out)["run_card"]["overrides"] == {"buffer.israel.war_cost": 0.2}
    code, out, _ = run(*GAME, "--hold", "buffer.power_now", "--format", "json", "--absolute", "-o", "missile_defence")
    assert "buffer.power_now" not in {row["parameter"] for row in json.loads(out)["rows"]}
    assert not json.loads(out)["run_card"]["sensitivity"]["is_effect"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--design", "sobol", "--n", "100"), "take 64 or 128"),
        (("--n", "100"), "saw it with the design tornado"),
        (("--design", "derivatives"), "allowed is a ladder"),
        (("--player", "israel"), "it belongs to no player"),
        (("--option", "missile_defense"), "did you mean 'missile_defence'"),
        (("--option", "us_iran_hotline"), "it moves nothing"),
        (("--parameter", "buffer.power_now=a:b"), "ID or ID=LOW:HIGH"),
        (("--workers", "0"), "workers: saw 0"),
        (("--design", "morris", "--seed", "-1"), "seed: saw -1"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_two(run, arguments, words):
    code, out, err = run(*GAME, *arguments)
    assert (code, out) == (2, "") and words in err and err.count("\n") == 1


def test_an_interrupt_ends_with_one_line_and_exit_code_130(run):
    given = ("-g", "region", "-m", "p_any_top", "--design", "sobol", "-p", "border.slip", "--n", "4096")
    is_done = threading.Event()

    def interrupt():  # the work takes some minutes
        pause = 1.5
        while not is_done.wait(pause):
            os.kill(os.getpid(), signal.SIGINT)
            pause = 10

    hand = threading.Thread(target=interrupt)
    gc.disable()  # An interrupt that meets the collector of garbage is lost, and told as a fault of the collector.
    try:
        hand.start()
        code, out, err = run("sensitivity", "levant_2024", *given, "--workers", "1")
    finally:
        is_done.set()
        gc.enable()
    hand.join()
    assert (code, out) == (130, "")
    assert err.strip() == "interrupted: a design is analysed whole or not at all, so nothing is shown"
