from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import deterrence as dt
from deterrence.study.evaluation import evaluate_game
from deterrence.study.headlines import headline_pair
from deterrence.study.report import figure
from deterrence.study.rows import HEADLINES

APP = Path(dt.__file__).parent.parent / "apps" / "app.py"


@pytest.fixture
def page():
    return AppTest.from_file(str(APP), default_timeout=60).run()


def test_the_page_opens_on_the_baseline_with_a_lever_for_every_option(page):
    assert not page.exception
    assert page.subheader[0].value == "The baseline"
    assert len(page.slider) == len(dt.load("levant_2024").options)


def test_moving_a_lever_shows_the_numbers_of_the_command_that_the_page_prints(page):
    page.slider(key="option.hotline_network").set_value(50).run()
    assert not page.exception
    assert page.code[0].value.splitlines() == [
        "deterrence run levant_2024 --option hotline_network=0.5",
        "deterrence compare levant_2024 --option hotline_network=0.5",
    ]
    model = dt.load("levant_2024")
    changed = dt.apply(model, "hotline_network=0.5")
    shown = page.dataframe[0].value
    for game in model.games:
        evaluation = evaluate_game(changed, game)
        _, after = headline_pair(evaluate_game(model, game), evaluation)
        figures = shown[shown["game"] == game]["with it"]
        assert figures.tolist() == [figure(after, HEADLINES[evaluation.game.form].unit == "share")]


def test_the_words_on_the_page_name_the_option_and_say_that_it_is_no_forecast(page):
    page.slider(key="option.missile_defence").set_value(100).run()
    text = " ".join(element.value for element in page.markdown)
    assert dt.load("levant_2024").options["missile_defence"].title in text and "Not a forecast." in text
