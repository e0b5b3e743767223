from dataclasses import replace

import pytest

import deterrence as dt
from deterrence.page.setup import (
    ASSUMED,
    BASELINE,
    LINES,
    OPTIONS,
    Setup,
    assumed_model,
    changed_model,
    check_setup,
    describe,
    line_setup,
    outside_range,
    shown_lines,
    start_model,
    with_channel,
    with_game,
    with_option,
    with_start,
    with_value,
    world_of,
)
from tests.shipped import shipped

MODEL = shipped("levant_2024")
FULL = Setup("levant_2024", "air_war", (("backchannels", 0.5),), (("direct.noise", 0.2),), "settlement", "direct")


def test_the_order_in_which_levers_are_moved_leaves_no_trace():
    one = with_option(with_option(Setup("levant_2024"), "backchannels", 1.0), "anticipation", 0.5)
    other = with_option(with_option(Setup("levant_2024"), "anticipation", 0.5), "backchannels", 1.0)
    assert one == other and hash(one) == hash(other)


def test_a_value_set_back_to_its_start_is_no_change():
    start = start_model(MODEL, Setup("levant_2024"))
    value = MODEL.parameters["direct.noise"].value
    moved = with_value(Setup("levant_2024"), "direct.noise", 0.3, start=start)
    assert moved.values == (("direct.noise", 0.3),)
    assert with_value(moved, "direct.noise", value, start=start) == Setup("levant_2024")


def test_the_three_worlds_are_those_of_the_library():
    start = dt.with_scenario(MODEL, "air_war")
    assumed = start.with_values({"direct.noise": 0.2})
    worlds = {BASELINE: start, ASSUMED: assumed, OPTIONS: dt.apply(assumed, "backchannels=0.5")}
    for line in LINES:
        assert changed_model(MODEL, line_setup(FULL, line)).digest == worlds[line].digest
    assert assumed_model(MODEL, FULL).digest == assumed.digest


def test_a_pick_and_a_map_belong_to_their_game_and_move_no_number():
    looked = replace(
        FULL, equilibrium="restraint", refinement="d1", axes=("direct.noise", "israel.patience"), mapped="class",
        figure="incentive:iran", beside=("backchannels",), draws=64,
    )  # fmt: skip
    assert with_game(looked, "direct") == looked
    assert with_game(looked, "border") == replace(FULL, game="border", refinement="d1", beside=("backchannels",))
    assert world_of(looked) == world_of(FULL) == replace(FULL, objective="", game="")


def test_only_lines_that_differ_are_shown():
    assert shown_lines(Setup("levant_2024")) == (BASELINE,)
    assert shown_lines(with_option(Setup("levant_2024"), "backchannels", 1.0)) == (BASELINE, OPTIONS)
    assert shown_lines(FULL) == LINES


def test_a_setup_is_told_in_words():
    assert describe(MODEL, Setup("levant_2024")) == "the baseline"
    assert describe(MODEL, FULL) == f"{MODEL.options['backchannels'].title} at 50%, 1 assumption changed"


def test_values_beyond_their_range_are_named():
    start = start_model(MODEL, FULL)
    low = MODEL.parameters["direct.israel.gain"].low
    assert outside_range(MODEL, with_value(FULL, "direct.israel.gain", low - 1, start=start)) == ["direct.israel.gain"]


@pytest.mark.parametrize(
    "wrong",
    [
        Setup("levant_2024", "nowhere"),
        Setup("levant_2024", options=(("hotlin", 1.0),)),
        Setup("levant_2024", options=(("backchannels", 1.5),)),
        Setup("levant_2024", values=(("nothing", 1.0),)),
        Setup("levant_2024", values=(("direct.noise", float("nan")),)),
        Setup("levant_2024", values=(("israel.patience", 1.0),)),
        Setup("levant_2024", objective="victory"),
        Setup("levant_2024", game="nothing"),
        Setup("levant_2024", refinement="divinity"),
        Setup("levant_2024", equilibrium="a" * 501),
        Setup("levant_2024", equilibrium="two\nlines"),
        Setup("levant_2024", mapped="\x00"),
        Setup("levant_2024", figure="two\nlines"),
        Setup("levant_2024", beside=("nothing",)),
        Setup("levant_2024", beside=("backchannels", "backchannels")),
        Setup("levant_2024", draws=7),
        Setup("levant_2024", axes=("direct.noise",)),
        Setup("levant_2024", axes=("direct.noise", "direct.noise")),
        Setup("levant_2024", axes=("direct.noise", "nothing")),
        Setup("levant_2024", without=("no_channel",)),
    ],
)
def test_a_setup_that_names_what_is_not_there_is_refused_in_one_sentence(wrong):
    with pytest.raises(dt.DeterrenceError) as caught:
        check_setup(wrong, MODEL)
    assert "\n" not in str(caught.value)


def test_a_whole_setup_passes_the_check_and_survives_another_start():
    assert check_setup(FULL, MODEL) == FULL
    assert with_start(FULL, "").values == FULL.values


def test_a_channel_taken_out_is_part_of_the_assumptions_until_it_is_put_back():
    out = with_channel(with_channel(FULL, "us_oman", is_there=False), "us_israel", is_there=False)
    assert out.without == ("us_israel", "us_oman") and check_setup(out, MODEL) == out
    assert changed_model(MODEL, out).closed == ("us_israel", "us_oman") == assumed_model(MODEL, out).closed
    assert start_model(MODEL, out).closed == () == changed_model(MODEL, line_setup(out, BASELINE)).closed
    assert shown_lines(with_channel(Setup("levant_2024"), "us_oman", is_there=False)) == (BASELINE, ASSUMED)
    assert "2 channels taken out" in describe(MODEL, out)
    assert with_channel(with_channel(out, "us_oman", is_there=True), "us_israel", is_there=True) == FULL
