import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import SweepError
from deterrence.games.bargain import p_war
from deterrence.study.effects import effect
from deterrence.study.evaluation import evaluate_game
from deterrence.study.robustness.flips import smallest_flip
from deterrence.study.robustness.words import flip_sentences
from tests.shipped import shipped

MODEL = shipped("levant_2024")
FEARON = shipped("published/fearon_1995")
PRISONERS = shipped("textbook/prisoners_dilemma")


@pytest.fixture(scope="module")
def found():
    return smallest_flip(MODEL, "buffer_terms", "p_war", option="missile_defence", points=3000)


def figure(model, game, measure):
    return evaluate_game(model, game).found.selected.details["figures"][measure]


def moved(model, flip):
    return model.with_values({move.parameter: move.after for move in flip.moves})


def test_the_smallest_change_of_a_linear_condition_is_the_known_one():
    # The chance of war is above 0 while cost_high - cost - gains - 2 cost_low > 0. By one share r of every range the
    # left side falls by r times the sum of coefficient times range, so the least r is 0.4 / 1.83.
    found = smallest_flip(FEARON, "private_cost", "p_war", boundary=0.0)
    spans = {id: FEARON.parameters[id].high - FEARON.parameters[id].low for id in FEARON.parameters}
    weight = {"responder.cost_high": 1, "proposer.cost": 1, "proposer.gain": 1, "responder.gain": 1}
    weight["responder.cost_low"] = 2
    expected = 0.4 / sum(spans[id] * times for id, times in weight.items())
    assert (found.verdict, found.status) == ("above", "searched")
    assert found.smallest.share == pytest.approx(expected, abs=1e-5)
    assert {move.parameter for move in found.smallest.moves} == set(weight)
    assert figure(moved(FEARON, found.smallest), "private_cost", "p_war") == found.smallest.value <= 0


def test_one_parameter_alone_flips_exactly_at_its_threshold():
    # With everything else as in the file, restraint is an equilibrium from the critical discount factor on.
    found = smallest_flip(PRISONERS, "patience_test", "is_sustained", boundary=0.5, parameters=["patience"])
    critical = dt.measure(dt.formulate(PRISONERS, "patience_test")).query("measure == 'critical_discount'")["value"]
    assert found.status == "exact" and found.verdict == "above"
    assert found.smallest.moves[0].after == pytest.approx(critical.iloc[0], abs=1e-6)
    assert found.smallest == found.fewest == found.singles[0]
    assert found.smallest.share == pytest.approx((0.6 - critical.iloc[0]) / 0.99, abs=1e-5)


def test_every_flip_that_is_returned_is_one_when_the_games_are_solved_by_themselves(found):
    assert found.verdict == "higher" and found.singles
    for flip in (found.smallest, found.fewest, *found.singles):
        there = moved(MODEL, flip)
        before, after = (figure(m, "buffer_terms", "p_war") for m in (there, dt.apply(there, "missile_defence")))
        assert effect(after, before) == flip.verdict != found.verdict
        assert (before, after) == pytest.approx((flip.baseline, flip.value))
        for move in flip.moves:
            parameter = MODEL.parameters[move.parameter]
            assert parameter.low <= move.after <= parameter.high
            assert move.share == pytest.approx((move.after - move.before) / (parameter.high - parameter.low))
    assert found.smallest.share <= found.singles[0].share and len(found.fewest.moves) == 1
    shares = [flip.share for flip in found.singles]
    assert shares == sorted(shares)


def test_no_point_of_a_finer_grid_flips_before_the_nearest_flip_of_a_parameter(found):
    (move,) = found.singles[0].moves
    steps = np.linspace(0, 0.999, 40) * (move.after - move.before) + move.before
    there = MODEL.with_values({move.parameter: steps})
    before, after = (dt.formulate(model, "buffer_terms") for model in (there, dt.apply(there, "missile_defence")))
    assert (np.asarray(p_war(after)) > np.asarray(p_war(before))).all()


def test_an_option_that_the_game_cannot_feel_cannot_flip():
    found = smallest_flip(MODEL, "buffer_terms", "p_war", option="us_iran_hotline")
    assert (found.verdict, found.status, found.smallest) == ("none", "cannot flip", None)
    assert "reads nothing on which the option acts" in " ".join(flip_sentences(found))


def test_a_bound_on_the_change_is_kept_and_none_found_is_said_with_its_bound():
    near = smallest_flip(FEARON, "private_cost", "p_war", boundary=0.0, within=0.2)
    assert (near.status, near.smallest, near.singles) == ("none found", None, ())
    assert "No change of at most 20% of the ranges was found" in " ".join(flip_sentences(near))
    assert smallest_flip(FEARON, "private_cost", "p_war", boundary=0.0, within=0.23).smallest.share <= 0.23


def test_progress_is_told_and_can_stop_the_search():
    seen = []

    def stop(done, total):
        seen.append((done, total))
        if done > 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        smallest_flip(MODEL, "buffer_terms", "p_war", option="missile_defence", progress=stop)
    assert seen[0][0] < seen[-1][0] and seen[0][1] == 20_000


def test_values_set_by_hand_are_held():
    set_by_hand = MODEL.with_values({"buffer.power_now": 0.36})
    found = smallest_flip(set_by_hand, "buffer_terms", "p_war", option="missile_defence", points=2000)
    assert "buffer.power_now" not in set(found.table()["parameter"])


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "saw none"),
        ({"option": "missile_defence", "within": 0}, "within: saw 0"),
        ({"option": "missile_defence", "player": "israel"}, "it belongs to no player"),
        ({"boundary": float("nan")}, "boundary"),
        ({"option": "missile_defence", "statistic": "mean"}, "has no 'mean'"),
    ],
)
def test_what_is_no_conclusion_is_refused(more, message):
    with pytest.raises(SweepError, match=message):
        smallest_flip(MODEL, "buffer_terms", "p_war", **more)
