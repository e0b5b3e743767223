"""What each model says about a portfolio, over whole equilibrium sets, and where the models disagree."""

import re

import pytest

import deterrence as dt
from deterrence.study.agreement import agreement_table, disagreements, movements, other_movements, verdict, why
from deterrence.study.evaluation import evaluate_game, evaluate_portfolios
from tests.shipped import shipped


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


def changed(game, values, model):
    before = evaluate_game(model, game)
    return before, evaluate_game(model.with_values(values), game, "by hand")


def crisis(resist):
    """Return a crisis, of three equilibria where the target would gain 1 by resisting, of one where it gains 0.8."""
    model = shipped("textbook/chicken")
    before = evaluate_game(model, "crisis")
    numbers = (0, 1, 0, -1.9, -1.2, resist, -2.9)
    game = dt.Crisis(*numbers, name="crisis")
    return type(before)("by hand", model, game, dt.solve(game), {})


def test_a_figure_that_moves_the_better_way_and_none_the_other_is_better(model):
    lower = {"border.noise": model.parameters["border.noise"].low}
    higher = {"border.noise": model.parameters["border.noise"].high}
    before, calmer = changed("border", lower, model)
    assert verdict(before, calmer) == "better"
    assert all(movement.is_better and movement.measure == "incentive" for movement in movements(before, calmer))
    assert verdict(*changed("border", higher, model)) == "worse"


def test_nothing_that_moved_is_no_effect_and_says_why(model):
    before, after = changed("gulf", {"hezbollah.patience": model.parameters["hezbollah.patience"].low}, model)
    assert verdict(before, after) == "no effect" and movements(before, after) == []
    assert "Nothing that it moves is read by this game" in why(before, after)


def test_players_who_move_apart_split_the_verdict_and_are_named(model):
    values = {
        "border.israel.gain": model.parameters["border.israel.gain"].low,
        "border.hezbollah.gain": model.parameters["border.hezbollah.gain"].high,
    }
    before, after = changed("border", values, model)
    assert verdict(before, after) == "splits"
    assert {m.player: m.is_better for m in movements(before, after)} == {"israel": True, "hezbollah": False}
    sentence = why(before, after)
    assert (
        sentence.startswith("Better: reason of Israel to hold back goes from -2.3% to ")
        and "; worse: reason of Hez" in sentence
    )


def test_equilibria_that_move_apart_split_the_verdict():
    three, one = crisis(1), crisis(0.8)
    assert (len(three.found.members), len(one.found.members)) == (3, 1)
    ways = {m.statistic: m.is_better for m in movements(three, one)}
    assert ways["lowest"] is False and ways["highest"] is True
    assert verdict(three, one) == "splits"
    assert "better: highest chance of war goes from" in why(three, one).lower()


def test_a_form_without_a_better_direction_is_judged_by_the_payoff_of_each_player():
    model = shipped("textbook/chicken")
    higher = {id: p.value + 1 for id, p in model.parameters.items()}
    before, after = changed("crisis", higher, model)
    assert {m.measure for m in movements(before, after)} == {"payoff"}
    assert verdict(before, after) == "better" and verdict(after, before) == "worse"


def test_of_a_ladder_the_front_that_moves_farthest_is_named_with_figures_that_differ(model):
    before, after = evaluate_portfolios(model, "hodeidah_strike", ["region"])
    sentence = why(before, after)
    assert sentence.startswith(
        "The chance that the front 'red sea' reaches its top rung (War in Yemen) within 24 weeks"
    )
    then, now = re.search(r"goes from (\S+)% to (\S+)%", sentence).groups()
    assert float(then) < float(now) and verdict(before, after) == "worse"


def test_what_moves_besides_the_figure_shown_is_told_and_only_then(model):
    before, after = evaluate_portfolios(model, "carrier_presence", ["message"])
    assert other_movements(before, after) == "lowest chance of war goes from 26.0% to 19.0%"
    for option, game in (("arms_pressure", "ultimatum"), ("us_iran_hotline", "border")):
        assert other_movements(*evaluate_portfolios(model, option, [game])) == ""


def test_the_table_has_a_row_per_game_with_a_sentence(model):
    evaluations = list(evaluate_portfolios(model, "decapitation", None))
    table = agreement_table(evaluations)
    assert table["game"].tolist() == list(model.games)
    assert set(table["verdict"]) <= {"better", "worse", "splits", "no effect"}
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in table["why"])


def test_disagreements_name_the_games_on_each_side_and_what_their_models_ask(model):
    evaluations = list(evaluate_portfolios(model, "decapitation", None))
    lines = disagreements(evaluations)
    told = dict(zip(*(agreement_table(evaluations)[column] for column in ("game", "verdict")), strict=True))
    assert {"better", "worse"} <= set(told.values())
    assert lines[0].startswith("The models disagree")
    for game, said in told.items():
        title = model.games[game].title
        named = [line for line in lines if title in line]
        assert bool(named) == (said != "no effect")
        assert all(line.startswith(f"- {said} in ") and " asks " in line for line in named)


def test_models_that_agree_are_said_to():
    model = shipped("textbook/chicken")
    before = evaluate_game(model, "crisis")
    same = evaluate_game(model, "crisis", "by hand")
    assert disagreements([before, same]) == ["No model sees an effect."]
    higher = evaluate_game(model.with_values({id: p.value + 1 for id, p in model.parameters.items()}), "crisis", "x")
    assert disagreements([before, higher]) == ["No model disagrees: “One crisis” says better."]
