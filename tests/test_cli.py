import csv
import errno
import io
import json
import subprocess
import sys

import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_portfolios
from deterrence.study.figures import precise
from deterrence.study.headlines import headline_table
from tests.shipped import shipped


def test_help_names_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    for command in (
        "list",
        "show",
        "check",
        "coverage",
        "run",
        "map",
        "compare",
        "threshold",
        "export",
        "solve",
        "warm",
    ):
        assert command in out


def test_list_shows_the_case_and_the_textbook(run):
    code, out, _ = run("list")
    assert code == 0 and "levant_2024" in out and "textbook/chicken" in out


def test_show_tells_what_is_in_a_case_and_all_of_one_element(run):
    assert "hotline_network" in run("show", "levant_2024")[1]
    code, out, _ = run("show", "levant_2024", "israel.patience")
    assert code == 0 and "assumed" in out
    code, out, _ = run("show", "levant_2024", "hotline_network")
    assert code == 0 and "read by" in out


def test_check_passes_every_model_that_is_shipped(run):
    for name in dt.available():
        code, out, err = run("check", name)
        assert code == 0, err
        assert "in order" in out


def test_compare_prints_a_row_per_option_and_game_that_moves_and_fits_a_terminal(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "118")
    code, out, _ = run("compare", "levant_2024")
    model = shipped("levant_2024")
    assert code == 0
    assert max(len(line) for line in out.splitlines()) <= 120
    for option in model.options:
        assert option in out
    rows = [line for line in out.splitlines() if line.count("│") >= 7]
    table = headline_table(evaluate_portfolios(model, None, None))
    assert len(rows) >= len(model.games) + (table["effect"] != "none").sum() + len(model.options)
    assert "others" in out and "lowest chance of war goes from 26.0% to 19.0%" in " ".join(out.split())


def test_run_lists_many_games_in_short_and_named_ones_in_full(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    brief, full = run("run", "levant_2024")[1], run("run", "levant_2024", "-g", "border")[1]
    assert "What each model says" in brief and "equilibria found" not in brief and "--game" in brief
    assert all(game in brief for game in shipped("levant_2024").games)
    assert "In the repeated restraint model of Border" in full and "always attack" in full
    assert all(text.count("Not a forecast.") for text in (brief, full))
    assert max(map(len, (brief + full).splitlines())) <= 80


def test_a_ranking_says_what_has_no_rank_and_what_is_known_of_civilians(run):
    code, out, _ = run(
        "compare", "levant_2024", "--objective", "settlement", "-o", "decapitation", "-o", "informal_deal"
    )
    text = " ".join(out.split())
    assert code == 0 and "never ranked: decapitation." in text and text.count("Civilians: ") == 2
    assert "Not a forecast." in text and "objective is the reader's" in text


def test_run_says_what_moved_besides_the_equilibrium_shown(run):
    out = " ".join(run("run", "levant_2024", "-g", "message", "-o", "carrier_presence")[1].split())
    assert "The figure above stays, others move: lowest chance of war goes from 26.0% to 19.0%." in out
    assert "but not the chance of war" not in out


def test_path_fits_a_terminal_of_eighty_columns(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run("path", "levant_2024", "-o", "hotline_network+lebanon_first")
    assert code == 0 and max(map(len, out.splitlines())) <= 80 and out.count("Not a forecast.") == 2


def test_json_carries_a_run_card_and_the_same_numbers_as_the_library(run):
    code, out, _ = run("compare", "levant_2024", "-o", "hotline_network", "-g", "direct", "--format", "json")
    document = json.loads(out)
    table = dt.compare(shipped("levant_2024"), ["hotline_network"], ["direct"])
    assert code == 0 and len(document["rows"]) == len(table)
    assert document["run_card"]["model"]["digest"] == shipped("levant_2024").digest
    for shown, value in zip(document["rows"], table["value"], strict=True):
        assert shown["value"] == value or (shown["value"] is None and "note" in shown)


def test_csv_is_a_clean_table_with_the_run_card_on_standard_error(run):
    code, out, err = run("run", "levant_2024", "-g", "border", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0 and {row["game"] for row in rows} == {"border"}
    assert json.loads(err)["command"].startswith("deterrence run levant_2024")


def test_run_says_what_an_option_changes_and_why_where_it_does_not(run):
    code, out, _ = run("run", "levant_2024", "-o", "sanctions_enforcement=0.6")
    assert code == 0 and "60%" in out and "Not a forecast." in out and "Civilians: " in out


def test_run_says_so_when_the_incentive_moves_and_the_verdict_does_not(run):
    code, out, _ = run("run", "levant_2024", "-g", "border", "-g", "direct", "-o", "anticipation")
    text = " ".join(line for line in out.splitlines() if "│" not in line)
    assert code == 0 and " ".join(text.split()).count("of its payoff range per week; restraint is ") == 2
    assert "payoff range per week; restraint" not in run("run", "levant_2024", "-g", "border")[1]


@pytest.mark.parametrize("columns", [40, 80])
def test_a_narrow_terminal_gets_lines_that_fit_it(run, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    for more in ((), ("--all",), ("--objective", "settlement")):
        code, out, _ = run("compare", "levant_2024", "-o", "hotline_network", "-g", "bases", *more)
        table = out.split("\n\nFigures")[0]
        assert code == 0 and "hotline_network" in table
        assert max(map(len, table.splitlines())) <= columns


def test_tables_for_reading_have_names_and_words_and_the_others_ids(run):
    arguments = ("compare", "levant_2024", "-o", "hotline_network", "-g", "bases", "--all")
    out = run(*arguments)[1]
    assert "Iraqi militias" in out and "iraqi_militias" not in out
    assert "critical_discount" in run(*arguments, "--format", "csv")[1]


def test_set_and_scenario_move_the_numbers(run):
    _, low, _ = run("run", "levant_2024", "-g", "direct", "--set", "iran.patience=0.3", "--format", "json")
    _, base, _ = run("run", "levant_2024", "-g", "direct", "--format", "json")
    assert json.loads(low)["rows"] != json.loads(base)["rows"]
    assert json.loads(low)["run_card"]["overrides"] == {"iran.patience": 0.3}
    _, quiet, _ = run("run", "levant_2024", "-g", "border", "--scenario", "quiet_2006", "--format", "json")
    assert json.loads(quiet)["run_card"]["scenario"] == "quiet_2006"


def test_threshold_prints_a_formula_and_its_value(run):
    code, out, _ = run("threshold", "levant_2024", "border", "critical_discount", "israel")
    assert code == 0 and "With the file's values" in out
    assert "\\" in run("threshold", "levant_2024", "border", "critical_discount", "israel", "--latex")[1]


def test_a_threshold_comes_to_what_the_scenario_the_values_and_the_options_make_of_it(run):
    changed = dt.apply(dt.with_scenario(shipped("levant_2024"), "april_2024").with_values({"direct.noise": 0.2}),
                       "backchannels=0.5")  # fmt: skip
    game = dt.formulate(changed, "direct")
    table = dt.measure(game).query("measure == 'critical_discount' and player == 'iran'")
    code, out, _ = run("threshold", "levant_2024", "direct", "critical_discount", "iran", "--scenario", "april_2024",
                       "--set", "direct.noise=0.2", "--option", "backchannels=0.5")  # fmt: skip
    assert code == 0 and f"With these values: {precise(table['value'].iloc[0])}" in out


def test_export_writes_files_that_other_software_reads(run, tmp_path):
    import networkx as nx

    code, *_ = run("export", "levant_2024", "-", "--to", "graphml", "--out", str(tmp_path / "net.graphml"))
    assert code == 0
    assert set(nx.read_graphml(tmp_path / "net.graphml").nodes) == set(shipped("levant_2024").actors)
    assert run("export", "textbook/chicken", "crisis", "--to", "nfg")[1].startswith("NFG 1 R")
    assert run("export", "levant_2024", "border", "--to", "efg")[1].startswith("EFG 2 R")
    assert "equilibria" in json.loads(run("export", "levant_2024", "axis", "--to", "json")[1])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "levant"), "there is no such model"),
        (("run", "levant_2024", "-o", "hotlin_network"), "did you mean 'hotline_network'"),
        (("run", "levant_2024", "-o", "hotline_network=1.5"), "strength"),
        (("run", "levant_2024", "-g", "boarder"), "did you mean 'border'"),
        (("run", "levant_2024", "--set", "israel.patience=1.5"), "0 <= value < 1"),
        (("run", "levant_2024", "--set", "isreal.patience=0.5"), "did you mean"),
        (("run", "levant_2024", "--set", "israel.patience"), "saw no '='"),
        (("run", "levant_2024", "--set", "israel.patience=__import__('os')"), "an id and a number"),
        (("run", "levant_2024", "--set", "israel.patience=.8", "--set", "israel.patience=.9"), "is set twice"),
        (("run", "levant_2024", "-o", ""), "option '': there is no such id"),
        (("run", "levant_2024", "--scenario", "october"), "did you mean"),
        (("run", "/nowhere/model.toml"), "there is no such file"),
        (("threshold", "levant_2024", "border", "critical_discount"), "one of israel, hezbollah"),
        (("export", "levant_2024", "axis", "--to", "nfg"), "no single stage game"),
        (("export", "levant_2024", "border", "--out", "/proc/x/y"), "cannot be written"),
        (("show", "levant_2024", "hotline"), "did you mean"),
        (("coverage", "textbook/chicken"), "no list of requirements"),
        (("app", "--runs", "/nowhere"), "there is no folder '/nowhere'"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_two(run, arguments, said):
    code, out, err = run(*arguments)
    assert code == 2 and said in err
    assert err.count("\n") == 1 and "Traceback" not in err and out == ""


def test_a_failed_or_empty_solve_exits_with_three(run, tmp_path):
    text = """
schema = "deterrence-model/1"
title = "A game where nobody can be held"
actors = [{ id = "a", name = "A", role = "strategic" }, { id = "b", name = "B", role = "strategic" }]
[[games]]
id = "chicken"
title = "Chicken for ever"
form = "restraint"
players = ["a", "b"]
arguments = { temptation = 5, reward = 3, punishment = 0, sucker = 1, discount = 0.9 }
"""
    (tmp_path / "chicken.toml").write_text(text)
    code, _, err = run("run", str(tmp_path / "chicken.toml"))
    assert code == 3 and err.startswith("chicken: ") and "Traceback" not in err


def test_the_installed_command_answers_and_a_closed_pipe_is_quiet():
    code = "import sys; sys.argv = ['deterrence', 'show', 'levant_2024']; from deterrence.cli import main; main()"
    shown = subprocess.run(
        f'"{sys.executable}" -c "{code}" | head -1', shell=True, capture_output=True, text=True, check=True
    )
    assert shown.stdout and "Traceback" not in shown.stderr and "BrokenPipe" not in shown.stderr


def test_output_that_finds_no_room_is_one_sentence_and_exit_code_two(run, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("deterrence.output.write_csv", full)
    code, out, err = run("list", "--format", "csv")
    assert (code, out) == (2, "") and err == "error: the output cannot be written: No space left on device.\n"


@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [("1", 2, "error: the output cannot be written: standard output is closed.\n"), ("2", 0, "")],
)
def test_a_closed_stream_is_a_sentence_or_nothing(closed, code, said):
    program = "import sys; sys.argv = ['deterrence', 'run', 'stag_hunt']; from deterrence.cli import main; main()"
    line = f'"{sys.executable}" -c "{program}" {closed}>&-'
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, said)


def test_an_interrupted_path_says_so_and_exits_with_130(run, monkeypatch):
    def stop(done, total):
        if done == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr("deterrence.cli.show_progress", stop)
    code, out, err = run("path", "textbook/ladder", "--option", "hotline", "--format", "json")
    assert code == 130 and json.loads(out)["is_interrupted"]
    assert err == "interrupted: 1 of 2 portfolios are done\n"


def test_an_unknown_objective_is_refused_before_anything_is_solved(run, monkeypatch):
    monkeypatch.setattr("deterrence.study.comparison.evaluate_portfolios", None)
    code, _, err = run("compare", "levant_2024", "--objective", "peace")
    assert code == 2 and err.startswith("error: objective 'peace': there is no such objective; known are: ")
