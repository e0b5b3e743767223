import pytest

import deterrence as dt
from deterrence.page.setup import Setup
from deterrence.page.verdicts import civilian_table, figures_table, gains_table, verdict_table
from deterrence.page.worlds import evaluate_assumptions, evaluate_options, evaluate_start, objective_games, ranking
from deterrence.study.evaluation import evaluate_game, evaluate_portfolios
from deterrence.study.headlines import headline_value
from tests.shipped import shipped

MODEL = shipped("levant_2024")


@pytest.fixture(scope="module")
def start():
    return evaluate_start(MODEL)


@pytest.fixture(scope="module")
def assumed(start):
    return evaluate_assumptions(start, MODEL.with_values({"direct.noise": 0.2}))


def values(evaluations):
    return {one.game.name: headline_value(one) for one in evaluations}


def test_games_kept_from_the_baseline_are_what_solving_them_again_gives(start, assumed):
    world = MODEL.with_values({"direct.noise": 0.2})
    solved = {id: headline_value(evaluate_game(world, id)) for id in ("border", "direct", "axis", "region", "talk")}
    assert {id: values(assumed)[id] for id in solved} == pytest.approx(solved, nan_ok=True)
    assert values(assumed)["direct"] != values(start)["direct"]
    assert all(one.model.overridden == ("direct.noise",) for one in assumed)


def test_a_baseline_that_is_known_is_not_solved_again(start):
    found = list(evaluate_portfolios(MODEL, ["hotline_network"], None, known=start))
    assert all(first is second for first, second in zip(start, found, strict=False))


def test_options_act_on_the_assumptions(assumed):
    setup = Setup("levant_2024", options=(("hotline_network", 0.5),), values=(("direct.noise", 0.2),))
    after = evaluate_options(assumed, setup)
    world = dt.apply(MODEL.with_values({"direct.noise": 0.2}), "hotline_network=0.5")
    assert values(after)["direct"] == headline_value(evaluate_game(world, "direct"))
    table = figures_table({"my assumptions": assumed, "my options": after})
    assert len(table) == len(MODEL.games) and list(table.columns)[-2:] == ["my assumptions", "my options"]
    (ladder,) = table[table["model"] == "escalation ladder"]["figure"]
    assert ladder == "chance of reaching the top rung on the front 'border'"
    verdicts = verdict_table(assumed, after)
    assert (
        set(verdicts["verdict"]) <= {"better", "worse", "splits", "no effect"} and verdicts["why"].str.len().min() > 0
    )
    gains = gains_table(assumed, after)
    assert "game" in gains and not set(gains.drop(columns="game").to_numpy().flat) - {"gains", "loses", "as before", ""}


def test_every_option_says_what_it_does_to_each_population_or_that_it_is_not_modelled():
    table = civilian_table(dt.apply(MODEL, "+".join(MODEL.options)))
    populations = table[["Lebanese", "Northern Israelis", "Yemenis", "Others"]]
    assert len(table) == len(MODEL.options) and (populations.map(len) > 0).all(axis=None)
    notes = [option.civilian_effect.rstrip(".") for option in MODEL.options.values()]
    for note, row in zip(notes, populations.to_numpy().tolist(), strict=True):
        assert note.startswith("not modelled") or note in row


def test_a_ranking_covers_every_option_and_ranks_no_use_of_force():
    table = ranking(MODEL, Setup("levant_2024", objective="settlement"))
    unranked = {option.title for option in MODEL.options.values() if not option.ranked}
    assert len(table) == len(MODEL.options) and set(table[table["rank"] == "not ranked"]["option"]) == unranked
    assert objective_games(MODEL, "least_chance_of_all_out_war") == ("region",)
