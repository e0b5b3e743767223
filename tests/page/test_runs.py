import json
import shutil

import pytest
from pandas.testing import assert_frame_equal

import deterrence as dt
from deterrence.errors import SweepError
from deterrence.page import runs
from deterrence.page.commands import robustness_command, sensitivity_command
from deterrence.page.robustness import Asked, Figure, flip_work, sweep_work, tornado_work
from deterrence.page.run_words import drawn_sentence, run_origin, run_sentences
from deterrence.page.runs import open_run, own_ranges, run_figures, run_games, run_work
from deterrence.page.setup import Setup, assumed_model
from deterrence.page.words import plain
from tests.shipped import shipped

MODEL = shipped("levant_2024")
WAR = Figure("p_war", None, "selected")
SETUP = Setup("levant_2024", "air_war", values=(("buffer.israel.war_cost", 0.22),))
OPTIONS = ("missile_defence=0.5", "vested_stakes", "decapitation")


def quiet(*_):
    """Take progress without a word."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with one finished run of 60 draws in three parts."""
    folder = tmp_path_factory.mktemp("runs")
    dt.sweep(
        assumed_model(MODEL, SETUP), options=OPTIONS, games=["buffer_terms"], n=60, chunk=20, workers=1,
        out=folder / "done", measures=["p_war", "demand"], command="deterrence sweep levant_2024",
    )  # fmt: skip
    return folder


@pytest.fixture
def copied(made, tmp_path):
    shutil.copytree(made / "done", tmp_path / "done")
    return tmp_path


def asked(run, options=OPTIONS):
    return Asked("run", "", "buffer_terms", WAR, options, run.plan.n, run.plan.drawn, run.plan.horizon)


def test_a_run_shows_what_the_pages_own_sweep_of_the_same_draws_shows(made):
    run = open_run(made, "done", "done")
    told = []
    mine = run_work(run, asked(run))(lambda *step: told.append(step))
    own = Asked(SETUP, "", "buffer_terms", WAR, OPTIONS, 60)
    assert run.is_same_model and told[0] == (0, 6) and told[-1][0] == 5
    swept = dt.sweep(
        assumed_model(MODEL, SETUP), options=OPTIONS, games=["buffer_terms"], n=60, chunk=20, workers=1,
        measures=["p_war"],
    )  # fmt: skip
    page = runs.findings(assumed_model(MODEL, SETUP), swept, own, quiet)
    assert_frame_equal(mine.shares, page.shares)
    assert mine.present == page.present == sweep_work(assumed_model(MODEL, SETUP), own)(quiet).present
    for option, found in page.discovered.items():
        assert mine.discovered[option].sentences == found.sentences
    assert_frame_equal(mine.regret["lower"], page.regret["lower"])
    assert "decapitation" not in set(mine.regret["lower"]["option"])


def test_games_and_figures_are_those_that_the_run_holds_with_the_headline_first(made):
    run = open_run(made, "done", "done")
    assert run_games(run) == ("buffer_terms",)
    assert [one.measure for one in run_figures(run, "buffer_terms")] == ["p_war", "demand"]


def test_tornado_and_flip_move_what_the_run_drew_and_their_commands_need_no_more(made):
    run = open_run(made, "done", "done")
    own = Asked(SETUP, "", "buffer_terms", WAR, OPTIONS, 60)
    assumed = assumed_model(MODEL, SETUP)
    mine, theirs = (
        tornado_work(model, one, OPTIONS[0])(quiet) for model, one in ((run.model, asked(run)), (assumed, own))
    )
    assert mine[0] == theirs[0] and mine[1].equals(theirs[1])
    assert "buffer.israel.war_cost" not in set(mine[1]["parameter"])
    assert flip_work(run.model, asked(run), OPTIONS[0])(quiet).parameters == len(mine[1])
    assert own_ranges(run, asked(run), OPTIONS[0]) is None
    narrow = Asked("", "", "buffer_terms", WAR, OPTIONS, 60, run.plan.drawn[:1], 24)
    assert len(own_ranges(run, narrow, OPTIONS[0])) <= 1
    line = sensitivity_command("done", "buffer_terms", "p_war", "a", statistic="count", ranges={"x": (0, 0.5)})
    assert line.startswith("deterrence sensitivity ./done/model.toml --game") and line.endswith("--parameter x=0:0.5")
    assert robustness_command("a b", "g", "m", (), n=None) == "deterrence robustness './a b' --game g --measure m"


def test_a_run_says_what_it_is_in_words(made):
    run = open_run(made, "done", "done")
    text = " ".join(run_sentences(run))
    for part in ("Coercive air war", "set by hand: Deal or war", "0.22", "60 draws with the seed 0", run.date):
        assert part in text
    assert "Missile and counter-drone defence at 50%" in text and "“The range of a deal on the buffer”" in text
    assert plain(run.model, text) == text and run_origin(run) == "deterrence sweep levant_2024"
    assert drawn_sentence(run).endswith("parameters were drawn, each evenly over its range and by itself.")


def test_of_a_large_run_the_first_draws_are_read_and_that_is_said(made, monkeypatch):
    monkeypatch.setattr(runs, "MOST_DRAWS", 40)
    run = open_run(made, "done", "done")
    found = run_work(run, asked(run))(quiet)
    assert run.plan.n == 40 and run.n == 60 and "Only the first 40 draws" in " ".join(run_sentences(run))
    assert next(iter(found.discovered.values())).boxes.n_points == 40
    monkeypatch.setattr(runs, "MOST_DRAWS", 10)
    with pytest.raises(SweepError, match="too many for the page"):
        open_run(made, "done", "done")


def unfinished(folder):
    (folder / "manifest.json").unlink()


def foreign(folder):
    for path in folder.glob("*.*"):
        path.unlink()
    (folder / "manifest.json").write_text('{"name": "a page of the web"}')


def nameless(folder):
    (folder / "model.toml").unlink()


def broken_model(folder):
    (folder / "model.toml").write_text("schema = 3")


def other_model(folder):
    shutil.copy(MODEL.path.parent.parent / "textbook" / "chicken.toml", folder / "model.toml")


def cut_manifest(folder):
    (folder / "manifest.json").write_text("{")


def odd_manifest(folder):
    (folder / "manifest.json").write_text('{"parts": {"a": []}, "plan": 3}')


def other_plan(folder):
    text = json.loads((folder / "plan.json").read_text())
    text["plan"]["seed"] = 9
    (folder / "plan.json").write_text(json.dumps(text))


def odd_plan(folder):
    text = json.loads((folder / "plan.json").read_text())
    text["plan"] |= {"n": "many", "portfolios": 7}
    (folder / "plan.json").write_text(json.dumps(text))


def missing_part(folder):
    (folder / "parts" / "00001.parquet").unlink()


def linked_part(folder):
    (folder / "parts" / "00001.parquet").unlink()
    (folder / "parts" / "00001.parquet").symlink_to("/etc/passwd")


def linked_plan(folder):
    (folder / "plan.json").unlink()
    (folder / "plan.json").symlink_to("/etc/passwd")


@pytest.mark.parametrize(
    ("spoil", "saw"),
    [
        (unfinished, "unfinished"), (foreign, "no sweep"), (nameless, "model.toml is missing"),
        (broken_model, "no model that this version reads"), (other_model, "do not belong together"),
        (cut_manifest, "manifest.json cannot be read"), (odd_manifest, "does not fit"), (other_plan, "does not fit"),
        (odd_plan, "plan.json is damaged"), (missing_part, "00001.parquet is missing"),
        (linked_part, "00001.parquet is missing"), (linked_plan, "outside the folder"),
    ],
)  # fmt: skip
def test_a_run_that_cannot_be_read_is_one_sentence_without_the_path_of_the_machine(copied, spoil, saw):
    spoil(copied / "done")
    with pytest.raises(SweepError, match=saw) as caught:
        open_run(copied, "done", "done")
    text = str(caught.value)
    assert text.startswith("run 'done': ") and str(copied) not in text and "\n" not in text


@pytest.mark.parametrize("path", ["..", "../done", "/etc"])
def test_nothing_outside_of_the_folder_is_opened(copied, path):
    (copied / "inner").mkdir()
    with pytest.raises(SweepError, match="outside the folder"):
        open_run(copied / "inner", path, "done")


def test_a_damaged_part_is_found_when_it_is_read(copied):
    part = copied / "done" / "parts" / "00002.parquet"
    part.write_bytes(part.read_bytes()[:-9] + b"123456789")
    with pytest.raises(SweepError, match="run 'done': its part 2 is damaged"):
        run = open_run(copied, "done", "done")
        run_work(run, asked(run))(quiet)


def test_a_model_that_is_not_the_one_swept_shows_the_draws_and_says_what_is_missing(copied):
    file = copied / "done" / "model.toml"
    file.write_text(file.read_text().replace("Israel, Hezbollah", "Others, Hezbollah", 1))
    run = open_run(copied, "done", "done")
    found = run_work(run, asked(run))(quiet)
    assert not run.is_same_model and "What is missing" in " ".join(run_sentences(run))
    assert not found.present and len(found.shares) == 3 and found.discovered
