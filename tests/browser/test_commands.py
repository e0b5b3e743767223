"""The numbers on the page are those of the command that it prints; ``test_every_page`` runs every one of them."""

import io
import re

import pandas as pd

QUERY = "?v=1&case=levant_2024&start=air_war&options=backchannels%3D0.35%2Bmissile_defence&set=direct.noise%3D0.2"


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
