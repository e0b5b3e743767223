import numpy as np
import pytest

import deterrence as dt
from deterrence.games.stage import player_classes
from deterrence.study.exports import stage_game
from deterrence.study.map_points import EQUILIBRIA, NO_MAP, influences, mappable
from deterrence.study.region_map import SIDE, SIDE_BY_POINT, band, region_map, side_of
from tests.shipped import shipped

PRISONERS = shipped("textbook/prisoners_dilemma")
ZAGARE = shipped("published/zagare_kilgour_2000")
LEVANT = shipped("levant_2024")


def build(model):
    return lambda values: model.with_values(values) if values else model


def drawn(model, game, what, x, y, **more):
    return region_map(build(model), game, what, (x, *side_of(model, x)), (y, *side_of(model, y)), **more)


def test_every_point_of_a_map_of_classes_is_the_class_of_the_game_there():
    found = drawn(PRISONERS, "patience_test", "class", "temptation", "reward")
    assert found.labels.shape == (SIDE, SIDE)
    rng = np.random.default_rng(41)  # seed 41
    for i, j in rng.integers(0, SIDE, (12, 2)):
        there = PRISONERS.with_values({"temptation": found.xs[j], "reward": found.ys[i]})
        kind = player_classes(stage_game(dt.formulate(there, "patience_test")))[0]
        assert found.labels[i, j] == f"{kind.replace('_', ' ')} for all"


def test_a_map_of_a_number_holds_the_number_of_every_point_in_bands_between_round_numbers():
    found = drawn(PRISONERS, "patience_test", "critical_discount:row", "temptation", "reward")
    there = PRISONERS.with_values({"temptation": found.xs[3], "reward": found.ys[7]})
    (value, _) = dt.measure(dt.formulate(there, "patience_test")).query("measure == 'critical_discount'")["value"]
    assert found.is_number and found.values[7, 3] == pytest.approx(value)
    low, high = map(float, found.labels[7, 3].split(" to "))
    assert low <= value <= high


def test_the_regions_of_unilateral_deterrence_are_those_of_its_credibilities():
    found = drawn(ZAGARE, "bluffing", "region", "challenger.credibility", "defender.credibility")
    assert set(found.order) == {"deterrence", "separating", "attack", "bluff"}
    assert found.labels[-1, 0] == "deterrence" and found.labels[0, 0] == "bluff" and found.labels[0, -1] == "attack"
    listed = drawn(ZAGARE, "bluffing", EQUILIBRIA, "challenger.credibility", "defender.credibility")
    assert all("untested" in label for label in listed.order)


def test_marks_are_evaluated_where_they_lie_and_not_at_the_next_point_of_the_grid():
    here = {"present": (0.3, 0.4001), "other": (0.3, 0.3999)}  # either side of c_S = 0.4
    found = drawn(ZAGARE, "bluffing", "region", "challenger.credibility", "defender.credibility", marks=here)
    assert (found.marks["present"].label, found.marks["other"].label) == ("separating", "bluff")
    assert sum(found.share(label) for label in found.order) == pytest.approx(1)


def test_a_matrix_is_formed_point_by_point_and_agrees():
    found = drawn(PRISONERS, "dilemma", "class", "temptation", "reward")
    assert found.labels.shape == (SIDE_BY_POINT, SIDE_BY_POINT)
    there = PRISONERS.with_values({"temptation": found.xs[2], "reward": found.ys[9]})
    kind = player_classes(dt.formulate(there, "dilemma"))[0]
    assert found.labels[9, 2] == f"{kind.replace('_', ' ')} for all"


def test_a_crisis_is_mapped_by_how_many_equilibria_it_has():
    model = shipped("published/lewis_schultz_2003")
    ids = list(model.parameters)[:2]
    known = mappable(model, "crisis")
    assert next(iter(known)) == EQUILIBRIA and "highest:p_war" in known
    sides = [(id, float(model.parameters[id].value), float(model.parameters[id].value) + 0.5) for id in ids]
    found = region_map(build(model), "crisis", EQUILIBRIA, *sides)
    assert found.labels[0, 0] == f"{len(dt.solve(dt.formulate(model, 'crisis')).members)} equilibria"


@pytest.mark.parametrize("game", [game for game in LEVANT.games if LEVANT.games[game].form not in (*NO_MAP, "crisis")])
def test_every_game_of_the_case_that_is_quick_enough_can_be_mapped_or_has_nothing_to_map(game):
    known = mappable(LEVANT, game)
    ids = [id for id in LEVANT.parameters if id.split(".")[0] in (game, "israel", "iran", "us")][:2]
    for what in list(known)[:2]:
        found = drawn(LEVANT, game, what, *ids)
        assert found.labels.size and all(found.order)


def test_what_cannot_be_mapped_is_refused_in_one_sentence():
    with pytest.raises(dt.OptionError, match="a ladder takes a second"):
        drawn(LEVANT, "region", "class", "israel.patience", "iran.patience")
    with pytest.raises(dt.OptionError, match="two different parameters"):
        drawn(PRISONERS, "patience_test", "class", "reward", "reward")
    with pytest.raises(dt.OptionError, match="class"):
        drawn(PRISONERS, "patience_test", "clas", "reward", "temptation")


def test_parameters_are_ordered_by_how_far_they_move_what_is_mapped():
    ends = [(id, float(p.value), p.low, p.high) for id, p in PRISONERS.parameters.items()]
    moved = influences(build(PRISONERS), "patience_test", "critical_discount:row", ends)
    low, high = (
        dt.measure(dt.formulate(PRISONERS.with_values({"reward": value}), "patience_test"))
        .query("measure == 'critical_discount'")["value"]
        .iloc[0]
        for value in side_of(PRISONERS, "reward")
    )
    assert moved["reward"][0] == pytest.approx(abs(high - low))
    assert moved["patience"][0] == 0


def test_a_parameter_that_takes_one_number_only_is_left_out():
    ids = ["direct.answer_weeks", "direct.noise"]
    ends = [(id, float(LEVANT.parameters[id].value), *side_of(LEVANT, id)) for id in ids]
    assert set(influences(build(LEVANT), "direct", "is_sustained", ends)) == {"direct.noise"}


def test_bands_tell_infinities_and_what_does_not_apply_from_numbers():
    labels, order = band(np.array([0.1, 0.3, 0.5, 0.7, 0.9, 1.0, np.inf, np.nan, -np.inf]))
    assert order[0] == "out of reach" and order[-2:] == ("none suffices", "not applicable")
    assert labels[5] == "0.8 to 1"
    assert band(np.array([1.0, 2.0, 3.0]))[1] == ("1", "2", "3")
    assert band(np.full(3, 2.0))[1] == ("2",)
