import shlex

import pytest
from typer.testing import CliRunner

from deterrence.cli import app
from deterrence.page.commands import (
    equilibrium_command,
    export_command,
    map_command,
    path_command,
    picture_command,
    rank_command,
    run_command,
    threshold_command,
    timeline_command,
)
from deterrence.page.setup import Setup
from tests.shipped import shipped

PRISONERS = Setup("textbook/prisoners_dilemma", values=(("temptation", 6.0),))
SHUT = Setup("levant_2024", options=(("backchannels", 0.5),), without=("us_israel", "us_oman"))
THREAT = Setup("textbook/words_and_threats")
LADDER = Setup("textbook/ladder", "skirmishes", (("hotline", 0.5),))


@pytest.mark.parametrize(
    "line",
    [
        run_command(PRISONERS),
        run_command(PRISONERS, game="patience_test"),
        threshold_command(PRISONERS, "patience_test", "critical_discount", "row"),
        path_command(LADDER),
        run_command(LADDER),
        equilibrium_command(THREAT, "costly_threat", refinement="d1", equilibrium="semi_separating"),
        map_command(PRISONERS, "patience_test", "class", "temptation", "reward"),
        run_command(SHUT, game="gulf"),
        export_command(SHUT, "svg"),
        export_command(SHUT, "graphml"),
        timeline_command(SHUT),
    ],
)
def test_every_command_that_a_page_prints_runs(line):
    program, *words = shlex.split(line)
    result = CliRunner().invoke(app, words)
    assert program == "deterrence" and result.exit_code == 0, result.output


def test_the_command_for_a_picture_writes_it(tmp_path):
    line = picture_command(THREAT, "costly_threat", refinement="", equilibrium="babbling", file=str(tmp_path / "t.svg"))
    assert CliRunner().invoke(app, shlex.split(line)[1:]).exit_code == 0
    assert "Equilibrium babbling" in (tmp_path / "t.svg").read_text()


def test_a_ranking_is_printed_with_its_games_and_without_the_options_moved():
    setup = Setup("levant_2024", options=(("backchannels", 1.0),), objective="settlement")
    assert rank_command(setup, games=("border",)) == (
        "deterrence compare levant_2024 --objective settlement --game border"
    )


def test_a_name_that_a_shell_would_take_apart_is_quoted():
    assert shlex.split(run_command(Setup("my file;rm.toml")))[2] == "my file;rm.toml"


def test_the_numbers_of_a_command_are_exact():
    value = 0.1 + 0.2
    line = run_command(Setup("levant_2024", values=(("direct.noise", value),)))
    assert float(line.rpartition("=")[2]) == value and shipped("levant_2024").parameters["direct.noise"].value != value
