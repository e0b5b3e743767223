"""The numbers on the page are those of the command that it prints, run by itself."""

import io
import re
import shlex

import pandas as pd
import pytest

from tests.reading import pages

QUERY = "?v=1&case=levant_2024&start=air_war&options=backchannels%3D0.35%2Bmissile_defence&set=direct.noise%3D0.2"

PAGES = [pytest.param(page, id=page.path or "options") for page in pages()]


#: What commands have said, by their words: pages print some of them alike, and once is enough.
SAID = {}


@pytest.fixture
def answer(run, tmp_path):
    """Return a function that runs a command that the page printed, and returns what it says and writes."""

    def said(line, *more):
        name, *words = shlex.split(line)
        assert name == "deterrence"
        if (*words, *more) not in SAID:
            code, out, err = run(*words, *more)
            assert code == 0, err
            SAID[*words, *more] = out + "".join(file.read_text() for file in tmp_path.iterdir())
        return SAID[*words, *more]

    return said


def test_the_sentences_under_the_charts_give_the_figures_of_the_command(visit, answer):
    reader = visit(QUERY)
    (line,) = reader.commands()
    text = answer(line, "--format", "csv", "--table", "tops")
    told = pd.read_csv(io.StringIO(text[text.index("option,") :]))
    last = told[told["period"] == told["period"].max()]
    said = reader.page.get_by_text(re.compile("^In the ladder model, the chance of .* within")).all_inner_texts()
    assert len(said) == last["front"].nunique() == 4
    shown = [re.search(r"([\d.]+)% under your assumptions, ([\d.]+)% with your options", one).groups() for one in said]
    for front, rows in last.groupby("front"):
        after = rows[rows["option"] != "baseline"]["p_top"].iloc[0]
        before = rows[rows["option"] == "baseline"]["p_top"].iloc[0]
        # Figures that would look alike have a digit more.
        told = [tuple(f"{100 * chance:.{digits}f}" for chance in (before, after)) for digits in (1, 2, 3)]
        assert set(told) & set(shown), (front, told, shown)


def test_the_result_of_a_game_in_words_is_that_of_its_command(visit, answer):
    reader = visit(f"payoffs{QUERY}&game=direct")
    line = next(one for one in reader.commands() if " --game direct" in one)
    told = " ".join(answer(line).split())
    shown = reader.page.get_by_text(re.compile("^In the repeated restraint model of")).inner_text()
    figures = re.findall(r"-?\d+\.\d+", shown)
    assert len(figures) >= 3
    assert figures == re.findall(r"-?\d+\.\d+", told)[: len(figures)]
    for clause in ("goes from", "equilibria found", "Not a forecast."):
        assert clause in shown and clause in told


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_prints_runs(visit, answer, page):
    reader = visit(f"{page.path}{QUERY}")
    if page.path == "exercises":
        reader.choose("Exercise", "Fifteen minutes: patience and restraint")
        code = reader.page.get_by_label("Your code (eight letters and digits)")
        code.fill("ABCD2345")
        code.press("Enter")
        reader.page.get_by_role("heading", name="1. A guess first").wait_for()
    printed = reader.unfold().commands()
    assert printed
    for line in dict.fromkeys(printed):
        assert answer(line)
