import json
import re
import shlex
import xml.etree.ElementTree as ET

import pytest
from typer.testing import CliRunner

import deterrence as dt
from deterrence.cli import app
from deterrence.page.assumptions import model_file
from deterrence.page.report import card_text, results, solve_worlds, write_refusal, write_report
from deterrence.page.setup import LINES, Setup, changed_model
from deterrence.world.files import read
from deterrence.world.tables import tables_of
from deterrence.world.toml import toml_text
from tests.charts.pictures import HOSTILE
from tests.shipped import shipped

CASE = "textbook/ladder"
MODEL = shipped(CASE)
SETUP = Setup(CASE, "skirmishes", (("hotline", 0.5),), (("patience", 0.85), ("war", -12.0)))
NAMES = ("title", "name", "about", "meaning", "reason", "rationale", "backfires", "cost_bearer", "civilian_effect")


def parse(text):
    return ET.fromstring(text.partition("\n")[2].encode())


def block(root, id):
    return json.loads(next(one.text for one in root.iter("script") if one.get("id") == id))


def words(root):
    return " ".join("".join(root.itertext()).split())


@pytest.fixture(scope="module")
def found():
    return solve_worlds(MODEL, SETUP)


@pytest.fixture(scope="module")
def report(found):
    return parse(write_report(found))


def test_the_parts_stand_in_their_order(report):
    headings = [element.text for element in report.iter("h2")]
    shape = ["Run card", "Escalation paths", "What each model says", "Who bears it", "Changed assumptions"]
    shape += ["Equilibria found", "Sources", "Limits"]
    assert [part for part, heading in zip(shape, headings, strict=True) if heading.startswith(part)] == shape


def test_the_result_is_one_paragraph_that_names_its_model_and_is_no_forecast(report):
    (lead,) = [element.text for element in report.iter("p") if element.get("class") == "lead"]
    assert lead.startswith("In the ladder model, starting from skirmishes") and lead.endswith("Not a forecast.")
    assert "A hotline between the two at 50%" in lead and "accidents and spill alone" in lead and "Who bears it" in lead


def test_the_lines_are_those_of_the_library(report):
    assumed = dt.with_scenario(MODEL, "skirmishes").with_values(dict(SETUP.values))
    paths = dt.escalation_paths(assumed, options=["hotline=0.5"])
    rows = block(report, "results")["fronts"]
    for line, option in (("my assumptions", "baseline"), ("my options", "hotline=0.5")):
        there = paths.tops[paths.tops["option"] == option]
        here = [row for row in rows if row["line"] == line]
        assert [row["p_top"] for row in here] == pytest.approx(there["p_top"].tolist(), abs=1e-12)
        last = f"{here[-1]['p_top']:.1%} {line}"
        assert last in [element.text for element in report.iter("{http://www.w3.org/2000/svg}text")]
    assert {row["line"] for row in rows} == set(LINES)


def test_the_figures_of_games_are_those_of_compare(report):
    model = shipped("textbook/words_and_threats")
    found = solve_worlds(model, Setup("textbook/words_and_threats"))
    told = dt.compare(model, [])
    for row in results(found)["games"]:
        if row["line"] == "baseline" and row["measure"] != "equilibria":
            same = told[(told["game"] == row["game"]) & (told["measure"] == row["measure"])]
            assert (same["value"] - row["value"]).abs().min() < 1e-12


def test_the_card_has_all_that_a_run_can_be_repeated_from(report):
    card = block(report, "run-card")
    assert card["case"] == {"name": CASE, "digest": MODEL.digest}
    assert card["model"]["digest"] == changed_model(MODEL, SETUP).digest
    assert card["options"] == {"hotline": 0.5} and card["overrides"] == {"patience": 0.85, "war": -12.0}
    assert card["scenario"] == "skirmishes" and card["seed"] is None
    assert {"version", "commit"} <= set(card["package"]) and {"regret", "effect"} == set(card["tolerances"])
    for one in card["solves"]:
        assert one["precision"] == 10 and one["residual"] < 1e-6 and one["rule"] == "logit_branch"
        assert one["status"] in ("one", "exhausted") and one["option"] in LINES


def test_the_command_on_the_card_writes_the_same_file_again(found, report, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(block(report, "run-card")["command"])
    assert program == "deterrence"
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == write_report(found)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_every_changed_assumption_stands_beside_the_files_value_its_range_and_its_basis(report):
    rows = [
        [cell.text for cell in row] for row in report.iter("tr") if "changed" in words(row) or "outside" in words(row)
    ]
    by_id = {row[1]: row for row in rows}
    assert by_id["patience"][2:6] == ["0.85", "0.8", "0.5 to 0.97", "changed"]
    assert by_id["war"][2:6] == ["-12", "-5", "-10 to -3", "outside its range"]
    assert all(row[-1].startswith("assumed: ") for row in by_id.values())


def test_equilibria_come_with_status_and_regret(report, found):
    text = words(report)
    for one in found.worlds["my options"]:
        assert f"Status: {one.found.status}" in text and one.found.sentence in text
    members = block(report, "results")["equilibria"]
    assert all(row["regret"] >= 0 for row in members) and any(row["shown"] for row in members)


def test_the_report_loads_nothing_and_runs_nothing(report, found):
    text = write_report(found)
    assert not re.search(r"@import|url\(|<link|<img|<iframe|<object|javascript:", text)
    for element in report.iter():
        assert not {"src", "href", "srcset", "action"} & set(element.attrib)
        assert not [key for key in element.attrib if key.startswith("on")]
        assert element.tag != "script" or element.get("type") == "application/json"
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) == {"http://www.w3.org/2000/svg"}  # a name, not an address


@pytest.mark.parametrize("text", [one for one in HOSTILE if one.isprintable() and one])
def test_a_hostile_model_file_stays_text(text):
    def spoilt(value):
        if isinstance(value, dict):
            return {key: text if key in NAMES else spoilt(item) for key, item in value.items()}
        return [spoilt(item) for item in value] if isinstance(value, list) else value

    model = read(toml_text(spoilt(tables_of(MODEL))), file="mine.toml", id="mine.toml")
    root = parse(write_report(solve_worlds(model, Setup("mine.toml", options=(("hotline", 1.0),)))))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"img", "iframe", "object", "link", "a"} and len(list(root.iter("script"))) == 2
    assert "a file of the reader's own" in words(root)
    assert "\u202e" not in words(root)


def test_without_options_and_changes_there_is_one_line_and_nobody_bears_anything():
    root = parse(write_report(solve_worlds(MODEL, Setup(CASE))))
    assert len(list(root.iter("{http://www.w3.org/2000/svg}polyline"))) == 1
    assert "nobody bears more than at the baseline" in words(root) and "None: every number is the file's." in words(
        root
    )


def test_a_case_without_a_ladder_is_told_by_its_games():
    root = parse(write_report(solve_worlds(shipped("textbook/chicken"), Setup("textbook/chicken"))))
    assert not list(root.iter("{http://www.w3.org/2000/svg}svg")) and "Equilibria found: baseline" in words(root)


def test_some_games_can_be_asked_for_and_the_command_names_them():
    found = solve_worlds(shipped("textbook/prisoners_dilemma"), Setup("textbook/prisoners_dilemma"), games=["dilemma"])
    assert {row["game"] for row in results(found)["games"]} == {"dilemma"}
    assert "--game dilemma" in json.loads(card_text(found, ""))["command"]


def test_values_that_make_no_game_give_a_file_that_says_so():
    root = parse(write_refusal(MODEL, SETUP, dt.GameError("game", "saw <script>", "something else")))
    assert "there is no result: game: saw <script>" in words(root)


def test_a_card_beside_a_table_carries_the_tables_own_command(found):
    assert json.loads(card_text(found, "deterrence path x"))["command"] == "deterrence path x"


def test_a_model_file_with_everything_set_gives_the_numbers_of_the_options_line(found):
    changed = changed_model(MODEL, SETUP)
    again = read(model_file(changed), file="mine.toml", id="mine.toml")
    assert again.digest == changed.digest and again.scenario == SETUP.scenario
    assert dict(again.applied) == dict(SETUP.options) and set(again.overridden) == set(dict(SETUP.values))
    fresh = results(solve_worlds(again, Setup("mine.toml")))
    for kind in ("games", "equilibria", "fronts"):
        mine = [row for row in results(found)[kind] if row["line"] == "my options"]
        theirs = [{**row, "line": "my options"} for row in fresh[kind] if row["line"] == "baseline"]
        assert theirs == mine
