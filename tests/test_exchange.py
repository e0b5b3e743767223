"""The commands that hand games to other software and take them from it."""

import csv
import io
import json

import pytest

import deterrence as dt
from deterrence.interchange.efg import read_efg
from deterrence.interchange.nfg import write_nfg


def test_the_timeline_of_a_case_is_listed_and_a_case_without_one_is_told(run):
    code, out, _ = run("timeline", "levant_2024")
    assert code == 0 and "against essay: around 200" in out and "All figures are the sources' own" in out
    code, out, _ = run("timeline", "levant_2024", "--format", "csv")
    assert code == 0 and len(list(csv.DictReader(io.StringIO(out)))) == 89
    code, _, err = run("timeline", "textbook/chicken")
    assert code == 2 and "there is no such file" in err


def test_a_closed_channel_is_closed_in_every_command_that_takes_it(run):
    code, out, _ = run("export", "levant_2024", "-", "--to", "svg", "--without", "us_oman")
    assert code == 0 and "17 channels join" in out
    code, out, _ = run("run", "levant_2024", "--game", "gulf", "--without", "us_oman", "--format", "json")
    assert code == 0 and json.loads(out)["run_card"]["without"] == ["us_oman"]
    code, out, _ = run("run", "levant_2024", "--game", "gulf", "--without", "us_oman")
    assert "without the backchannel between United States and Oman" in " ".join(out.split())
    code, _, err = run("run", "levant_2024", "--without", "us_omen")
    assert code == 2 and "did you mean 'us_oman'" in err


def test_what_export_writes_solve_reads(run):
    for to, word in (("nfg", "form matrix"), ("efg", "form tree"), ("json", "form restraint")):
        assert run("export", "levant_2024", "border", "--to", to, "--out", f"border.{to}")[0] == 0
        code, out, _ = run("solve", f"border.{to}")
        assert code == 0 and word in out and "israel" in out and "regret" in out
        assert "All" in out or "Looked at" in out


def test_a_file_gives_the_equilibria_that_the_library_finds(run, tmp_path):
    game = dt.Matrix([[[6, 2], [7, 0]], [[6, 7], [2, 0]]], players=["row", "column"], name="chicken")
    (tmp_path / "chicken.nfg").write_text(write_nfg(game))
    document = json.loads(run("solve", "chicken.nfg", "--format", "json")[1])
    found = dt.solve(game)
    assert document["found"] == {
        "status": "complete", "sentence": found.sentence, "method": "nash", "rule": "worst",
    }  # fmt: skip
    assert [row["payoff row"] for row in document["equilibria"]] == [float(m.payoffs[0]) for m in found.members]
    assert all(row["regret"] == 0 for row in document["equilibria"])
    assert document["run_card"]["command"] == "deterrence solve chicken.nfg --format json"
    assert len(document["run_card"]["file"]["digest"]) == 64
    code, out, err = run("solve", "chicken.nfg", "--concept", "logit", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0 and {row["player"] for row in rows} == {"row", "column"}
    assert json.loads(err)["solves"][0]["method"] == "logit"


def test_beliefs_of_a_tree_are_in_the_json(run):
    run("export", "textbook/uncertain_resolve", "crisis", "--to", "efg", "--out", "crisis.efg")
    document = json.loads(run("solve", "crisis.efg", "--format", "json")[1])
    assert set(document["beliefs"]) == {row["equilibrium"] for row in document["equilibria"]}
    assert any(document["beliefs"].values())


def test_three_players_need_no_concept(run, tmp_path):
    (tmp_path / "three.nfg").write_text(write_nfg(dt.Matrix([[[[1, 0], [0, 0]], [[0, 0], [0, 2]]]] * 3)))
    code, out, _ = run("solve", "three.nfg")
    assert code == 0 and "support_enumeration" in out


def test_long_strategies_are_left_to_csv(run):
    run("export", "published/ladder_calm_war", "calm_war", "--out", "ladder.json")
    assert "principal" in run("solve", "ladder.json")[1]
    run("export", "levant_2024", "region", "--out", "region.json")
    assert "--format csv" in run("solve", "region.json")[1]


def test_a_game_without_an_equilibrium_of_the_kind_exits_with_three(run, tmp_path):
    pennies = dt.Matrix([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], name="pennies")
    (tmp_path / "pennies.nfg").write_text(write_nfg(pennies))
    for format in ("table", "json", "csv"):
        code, out, err = run("solve", "pennies.nfg", "--concept", "pure_nash", "--format", format)
        assert code == 3 and "no pure" in (out + err).lower()


@pytest.mark.parametrize(
    ("name", "text", "options", "said"),
    [
        ("game.nfg", "NFG", (), "game.nfg, line 1, column 4: saw the end of the text"),
        ("game.efg", 'EFG 2 R "t" { "A" "A" }', (), "line 1, column 19: saw the player 'A' twice"),
        ("game.json", "{", (), "game.json, line 1, column 2: saw no JSON"),
        ("game.nfg", 'NFG 1 R "t" { "A" "B" } { 1 1 } 1 1', ("--concept", "nsh"), "did you mean 'nash'"),
        ("game.nfg", 'NFG 1 R "t" { "A" "B" } { 1 1 } 1 1', ("--concept", "sequential"), "does not apply"),
        ("game.toml", "", (), "use 'deterrence run' for a model file"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_two(run, tmp_path, name, text, options, said):
    (tmp_path / name).write_text(text)
    code, out, err = run("solve", name, *options)
    assert (code, out) == (2, "") and said in err and err.count("\n") == 1


def test_export_says_what_a_form_can_be_written_as(run):
    code, _, err = run("export", "levant_2024", "axis", "--to", "nfg")
    assert code == 2 and "--to json" in err
    assert run("export", "published/aumann_1974", "crisis", "--to", "nfg")[1].startswith("NFG 1 R")
    assert read_efg(run("export", "published/aumann_1974", "crisis", "--to", "efg")[1]).players == ("row", "column")


def test_the_network_is_exported_as_a_picture_and_as_graphml_otherwise(run):
    assert run("export", "levant_2024", "-", "--to", "svg", "--option", "us_iran_hotline")[1].startswith("<svg")
    assert "graphml" in run("export", "levant_2024", "-", "--to", "json")[1][:200]
