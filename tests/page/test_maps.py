import pytest

import deterrence as dt
from deterrence.page.maps import draw_map, map_choice, map_points, map_sentence, map_table
from deterrence.page.setup import Setup, changed_model
from tests.shipped import shipped

MODEL = shipped("levant_2024")
ZAGARE = shipped("published/zagare_kilgour_2000")
AXES = ("challenger.credibility", "defender.credibility")


def test_a_game_offers_what_stands_for_its_form_first_and_the_parameters_that_move_it_most():
    choice = map_choice(MODEL, Setup("levant_2024"), "direct", "")
    assert choice.known[0][0] == "class" and "is_sustained" in dict(choice.known)
    assert len(choice.axes) > 20 and "direct.answer_weeks" not in choice.axes and not choice.reason
    assert set(choice.axes[:2]) != set(map_choice(MODEL, Setup("levant_2024"), "direct", "is_sustained").axes[:2])


def test_a_game_without_a_map_says_why():
    choice = map_choice(MODEL, Setup("levant_2024"), "region", "")
    assert choice.known == () and "ladder" in choice.reason


def test_the_present_point_moves_with_the_reader_and_the_baseline_stays():
    assert list(map_points(ZAGARE, Setup("x"), AXES)) == ["present"]
    setup = Setup("x", values=(("defender.credibility", 0.9),))
    points = map_points(ZAGARE, setup, AXES)
    assert points == {"present": (0.3, 0.9), "baseline": (0.3, 0.3)}
    found = draw_map(ZAGARE, setup, "bluffing", "region", AXES)
    said = map_sentence(ZAGARE, found, "the region")
    assert "it is “deterrence”" in said and "At the baseline's values of the two it is “bluff”" in said


def test_the_sentence_names_the_model_says_where_the_map_turns_and_is_no_forecast():
    found = draw_map(ZAGARE, Setup("x"), "bluffing", "region", AXES)
    said = map_sentence(ZAGARE, found, "the region")
    assert said.startswith("In the unilateral deterrence model of Low credibility on both sides, the region")
    assert "“bluff”" in said and "turns to “attack” at about 0.545" in said and "no probability" in said
    assert said.endswith("Not a forecast.")


def test_a_number_is_told_at_the_present_point_with_its_band():
    model = shipped("textbook/prisoners_dilemma")
    found = draw_map(model, Setup("x"), "patience_test", "critical_discount:row", ("reward", "temptation"))
    assert "it is 0.5, in the band “0.4 to 0.6”" in map_sentence(model, found, "patience")


def test_a_map_that_is_the_same_everywhere_says_so():
    found = draw_map(MODEL, Setup("levant_2024"), "border", "is_sustained", ("border.secured", "border.occupation"))
    assert "the same everywhere" in map_sentence(MODEL, found, "restraint")


def test_options_act_at_every_point_of_the_map():
    setup = Setup("levant_2024", options=(("hotline_network", 1.0),), values=(("direct.israel.gain", 2.5),))
    axes = ("direct.noise", "direct.israel.credibility")
    found = draw_map(MODEL, setup, "direct", "critical_discount:israel", axes)
    here = {"direct.noise": float(found.xs[4]), "direct.israel.credibility": float(found.ys[9])}
    world = changed_model(MODEL, Setup("levant_2024", "", setup.options, (*setup.values, *here.items())))
    table = dt.measure(dt.formulate(world, "direct")).query("measure == 'critical_discount' and player == 'israel'")
    assert found.values[9, 4] == pytest.approx(table["value"].iloc[0])


def test_a_side_reaches_as_far_as_a_value_outside_its_range():
    setup = Setup("x", values=(("challenger.gain", 9.5),))
    found = draw_map(ZAGARE, setup, "bluffing", "region", ("challenger.gain", "challenger.credibility"))
    assert found.xs[-1] == 9.5 and found.marks["present"].x == 9.5


def test_the_table_has_names_for_ids():
    found = draw_map(ZAGARE, Setup("x"), "bluffing", "region", AXES)
    assert list(map_table(ZAGARE, found).columns) == ["Challenger: credibility", "Defender: credibility", "label"]
