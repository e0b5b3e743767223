import shutil
import sys
import time

import pytest

import deterrence as dt

MODEL = dt.load("levant_2024")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finished")
    for name, options in (("first", ["missile_defence", "vested_stakes"]), ("other *run*", ["us_iran_hotline"])):
        dt.sweep(MODEL, options=options, games=["buffer_terms"], n=60, workers=1, out=folder / name,
                 measures=["p_war"], command=f"deterrence sweep {name}")  # fmt: skip
    shutil.copytree(folder / "first", folder / "half")
    (folder / "half" / "manifest.json").unlink()
    return folder


@pytest.fixture
def opened(session, made, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["server.py", "--runs", str(made)])
    page = session("robustness", v="1", case="levant_2024", game="buffer_terms", options="backchannels")
    return page.radio(key="robustness.source").set_value("A finished run").run()


def read(page, name="run"):
    page.button(key=f"begin.{name}").click().run()
    end = time.monotonic() + 60
    while f"job.{name}" in page.session_state and time.monotonic() < end:
        time.sleep(0.05)
        page.run()
    assert not page.exception
    return page


def test_the_runs_of_the_folder_are_listed_and_one_is_shown_by_the_drawing_of_the_pages_own(opened, said, made):
    assert opened.selectbox(key="robustness.run").options == ["first", "half", "other *run*"]
    assert "60 draws with the seed 0" in said(opened) and "How often it holds" not in said(opened)
    assert any(code.value == "deterrence sweep first" for code in opened.main.code)
    text = said(read(opened))
    assert "In the bargaining model of “The range of a deal on the buffer”, “Missile" in text
    assert "Of 60 draws" in text and "When it does otherwise" in text and "The least change that flips it" in text
    assert str(made) not in text
    opened.radio(key="robustness.better").set_value("lower").run()
    lines = [code.value for code in opened.main.code]
    place = f"./{made.name}/first"  # as seen from the folder above all runs, which lie elsewhere than the tests
    assert sum(line.startswith(f"deterrence robustness {place} ") for line in lines) == 2
    assert any(line.startswith(f"deterrence robustness {place} ") and "--better lower" in line for line in lines)
    assert "hangs most on “" in said(read(opened, "tornado"))
    choice = opened.radio(key="robustness.run.first")
    assert "“Missile" in said(opened) and len(choice.options) == 2
    opened.radio(key="robustness.run.first").set_value("vested_stakes").run()
    assert "“Give armed movements something to lose” lowers the chance of war" in said(opened)


def test_a_run_that_cannot_be_read_is_one_sentence_and_a_hostile_name_is_text(opened, said):
    page = opened.selectbox(key="robustness.run").set_value("half").run()
    assert [one.value for one in page.error] == [
        "run 'half': it is unfinished: the same command again goes on with it."
    ]
    page = opened.selectbox(key="robustness.run").set_value("other *run*").run()
    assert not page.error and "it changes nothing there" in said(read(page))


def test_without_a_folder_the_page_opens_none_and_says_how(session, said, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["server.py"])
    page = session("robustness", v="1", case="levant_2024", options="backchannels")
    assert "deterrence app --runs FOLDER" in said(page)
    assert not [radio for radio in page.radio if radio.key == "robustness.source"]
