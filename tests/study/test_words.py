import re

import pytest

import deterrence as dt
from deterrence.study import words
from deterrence.study.evaluation import evaluate_game, evaluate_portfolios
from deterrence.study.figures import moved, number
from deterrence.study.headlines import headline_pair
from deterrence.study.readers import readers
from tests.shipped import shipped


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def evaluations(model):
    return list(evaluate_portfolios(model, None, None))


def test_every_sentence_names_its_model_start_and_options_and_says_it_is_no_forecast(model, evaluations):
    base = {e.game.name: e for e in evaluations if e.option == "baseline"}
    for evaluation in evaluations:
        sentence = words.result_sentence(base[evaluation.game.name], evaluation)
        assert sentence.startswith("In the ") and " model of " in sentence and "starting from" in sentence
        assert sentence.endswith("Not a forecast.")
        assert "\n" not in sentence and "nan" not in sentence.lower()
        assert not re.search(r"\bwill\b|\bprobab", sentence)
        if evaluation.option != "baseline":
            assert model.options[evaluation.option].title in sentence


def test_no_sentence_shows_an_untranslated_id(model, evaluations):
    base = {e.game.name: e for e in evaluations if e.option == "baseline"}
    for evaluation in evaluations:
        sentence = words.result_sentence(base[evaluation.game.name], evaluation)
        for id in (*model.options, *model.games):
            if "_" in id:
                assert id not in sentence


def test_where_nothing_changes_there_is_a_reason_and_only_there(evaluations):
    base = {e.game.name: e for e in evaluations if e.option == "baseline"}
    for evaluation in evaluations[len(base) :]:
        before = base[evaluation.game.name]
        reason = words.why_nothing_changed(before, evaluation)
        then, now = headline_pair(before, evaluation)
        assert bool(reason) == (abs(now - then) <= 1e-9 * max(abs(now), abs(then)))


def test_gains_and_losses_follow_the_payoffs_of_the_selected_equilibrium():
    model = shipped("textbook/prisoners_dilemma")
    game = next(id for id, spec in model.games.items() if spec.form == "restraint")
    before = evaluate_game(model.with_values({"patience": 0.1}), game)
    after = evaluate_game(model.with_values({"patience": 0.9}), game)
    assert set(words.gains_and_losses(before, after).values()) == {"gains"}
    assert set(words.gains_and_losses(after, before).values()) == {"loses"}
    assert set(words.gains_and_losses(after, after).values()) == {"as before"}


@pytest.mark.parametrize(
    ("case", "game", "said"),
    [
        (
            "published/zagare_kilgour_2000",
            "deterring",
            "by the payoff sum both are equal, and the one shown is the first",
        ),
        ("textbook/chicken", "crisis", "2 of them are equal and the worst, and the one shown is the first of these"),
    ],
)
def test_equilibria_that_the_rule_cannot_tell_apart_are_said_to_be_equal(case, game, said):
    one = evaluate_game(shipped(case), game)
    sentence = words.result_sentence(one, one)
    assert said in sentence and "the worst, by" not in sentence


def test_the_cost_bearer_and_the_civilian_effect_stand_beside_every_option(model):
    for option in model.options.values():
        (sentence,) = words.bearers(dt.apply(model, option.id))
        assert option.title in sentence and option.cost_bearer.rstrip(".") in sentence
        assert option.civilian_effect.rstrip(".") in sentence


def test_numbers_are_written_for_reading():
    assert number(0.5) == "0.5" and number(1 / 3) == "0.333"
    assert number(float("inf")) == "none suffices" and number(float("nan")) == "not applicable"
    assert number(123456.7) == "123,457"


def test_a_step_is_told_with_digits_that_show_it_or_as_too_small():
    assert moved(0.672, 0.671, True) == "goes from 67.2% to 67.1%"
    assert moved(0.67188, 0.671884, True) == "rises by less than 0.001 points, at 67.2%"
    assert moved(0.0123, 0.01231) == "goes from 0.01230 to 0.01231"
    assert moved(float("inf"), 0.5) == "goes from none suffices to 0.5"


def test_readers_of_an_option_are_the_games_whose_numbers_it_can_move(model):
    for option in model.options:
        read_by = set(readers(model, option))
        changed = dt.apply(model, option)
        for game in model.games:
            if str(dt.formulate(model, game)) != str(dt.formulate(changed, game)):
                assert game in read_by, (option, game)
