"""The published models of talk, mediation and trust: each shows what its paper is cited for."""

import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_game, evaluate_portfolios
from deterrence.study.headlines import headline_value
from deterrence.study.words import NOT_A_FORECAST, result_sentence, why_nothing_changed
from tests.shipped import shipped

NAMES = ["aumann_1974", "crawford_sobel_1982", "kydd_2005"]


def value(model, game, measure):
    return evaluate_game(model, game).properties[(measure, None)]


@pytest.mark.parametrize("name", NAMES)
def test_every_game_is_solved_and_every_number_says_that_it_is_assumed(name):
    model = shipped(f"published/{name}")
    assert all(p.low < p.high and p.basis == "assumed" and p.reason for p in model.parameters.values())
    for game in model.games:
        found = dt.solve(dt.formulate(model, game))
        assert found.members and all(member.regret <= 1e-9 for member in found.members)


@pytest.mark.parametrize("name", NAMES)
def test_every_option_has_a_sentence_or_a_reason_why_nothing_changed(name):
    model = shipped(f"published/{name}")
    evaluations = list(evaluate_portfolios(model, None, None))
    base = {e.game.name: e for e in evaluations if e.option == "baseline"}
    for evaluation in evaluations:
        before = base[evaluation.game.name]
        assert result_sentence(before, evaluation).endswith(NOT_A_FORECAST)
        if evaluation.option != "baseline" and headline_value(evaluation) == headline_value(before):
            assert why_nothing_changed(before, evaluation)


@pytest.mark.parametrize("name", NAMES)
def test_games_can_be_formed_over_the_whole_of_the_ranges(name):
    model = shipped(f"published/{name}")
    for parameter in model.parameters.values():
        for end in (parameter.low, parameter.high):
            for game in model.games:
                assert dt.solve(dt.formulate(model.with_values({parameter.id: end}), game)).members


def test_chicken_gains_by_mediation_and_mistrust_does_not():
    model = shipped("published/aumann_1974")
    assert value(model, "crisis", "gain") == pytest.approx(10.5 - 28 / 3)
    assert value(model, "private_strength", "gain") == pytest.approx(9.912 - 9.533333, abs=1e-6)
    for q in (0.2, 0.4, 0.6):
        assert value(model.with_values({"p_untrustworthy": q}), "mistrust", "gain") == pytest.approx(0, abs=1e-9)


def test_a_mediator_with_ties_to_the_other_side_is_not_believed():
    model = shipped("published/aumann_1974")
    assert value(model, "crisis", "is_credible") and value(model, "crisis", "credible_gain") > 1
    changed = dt.apply(model, "partisan_mediator")
    assert not value(changed, "crisis", "is_credible") and value(changed, "crisis", "credible_gain") == 0


def test_nearer_interests_let_more_be_told():
    model = shipped("published/crawford_sobel_1982")
    assert value(model, "backchannel", "max_messages") == 2
    assert value(dt.apply(model, "shared_interest"), "backchannel", "max_messages") == 3


def test_a_small_first_step_reassures_where_a_large_one_does_not():
    model = shipped("published/kydd_2005")
    names = [
        {m.name for m in evaluate_game(w, "reassurance").found.members}
        for w in (model, dt.apply(model, "small_first_step"))
    ]
    assert names == [{"all_defect"}, {"all_defect", "reassurance"}]
