"""Options as transforms: identity, order, strengths, verbs, draws, and what the difference lists."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deterrence.errors import ModelError, OptionError
from deterrence.world.files import available, read
from deterrence.world.model import Model
from deterrence.world.network import channel_value, delay, reach
from deterrence.world.options import apply, diff, with_scenario
from deterrence.world.records import Change
from tests.properties.strategies import models
from tests.world.worlds import EVERY_VERB, EVERYTHING, case, change, channel, option


@pytest.mark.parametrize("strength", [0.25, 0.5, 1.0])
@pytest.mark.parametrize(
    ("verb", "full"), [("set", 2.0), ("scale", 1.5), ("shift", -0.5)], ids=lambda value: str(value)
)
def test_parameters_move_in_proportion_to_strength(verb: str, full: float, strength: float) -> None:
    moved = apply(case(*EVERY_VERB), {verb: strength})
    assert moved.parameters["p"].value == pytest.approx(0.5 + strength * (full - 0.5))


@pytest.mark.parametrize("strength", [0.25, 0.5, 1.0])
def test_an_added_channel_is_as_reliable_as_the_option_is_strong(strength: float) -> None:
    model = apply(case(*EVERY_VERB), {"add": strength})
    assert channel_value(model, "ab", "reliability") == 0.5 * strength
    assert channel_value(model, "ab", "delay") == 1.0
    assert list(model.channels) == ["am", "mb", "ab"]


@pytest.mark.parametrize("strength", [0.25, 0.5])
def test_a_removed_channel_loses_reliability(strength: float) -> None:
    model = apply(case(*EVERY_VERB), {"remove": strength})
    assert channel_value(model, "am", "reliability") == pytest.approx(0.8 * (1 - strength))


def test_a_wholly_removed_channel_is_gone() -> None:
    model = apply(case(*EVERY_VERB), "remove")
    assert list(model.channels) == ["mb"]
    assert (reach(model, "a", "b"), delay(model, "a", "b")) == (0.0, math.inf)


@pytest.mark.parametrize(("strength", "days"), [(0.25, 3.5), (0.5, 3.0), (1.0, 2.0)])
def test_an_altered_attribute_moves_in_proportion(strength: float, days: float) -> None:
    model = apply(case(*EVERY_VERB), {"alter": strength})
    assert channel_value(model, "am", "delay") == days
    assert channel_value(model, "am", "reliability") == 0.8


def test_amounts_read_the_network_as_it_is_when_the_change_comes() -> None:
    before = apply(case(*EVERY_VERB), "network").parameters["p"].value
    after = apply(case(*EVERY_VERB), ["add", "network"]).parameters["p"].value
    assert before == pytest.approx(0.4)
    assert after == pytest.approx(1 - 0.6 * 0.5)


def test_changes_of_one_option_follow_one_another() -> None:
    both = option("both", change("set", parameter="p", amount=4), change("scale", parameter="p", amount="p / 2"))
    assert apply(case(both), "both").parameters["p"].value == 8.0


def test_the_empty_portfolio_is_identity() -> None:
    model = read(EVERYTHING)
    for nothing in ([], (), {}, set[str]()):
        assert apply(model, nothing) == model
        assert apply(model, nothing).digest == model.digest


@pytest.mark.parametrize("id", ["hotline", "closure", "courier"])
def test_strength_zero_changes_nothing_but_the_record(id: str) -> None:
    model = read(EVERYTHING)
    applied = apply(model, {id: 0})
    assert applied.applied == {id: 0.0}
    assert replace(applied, applied={}) == model
    assert applied.digest == model.digest
    assert diff(model, applied).empty


@given(models(), st.data())
@settings(max_examples=15, deadline=None)
def test_options_act_in_file_order_whatever_order_they_are_given_in(model: Model, data: st.DataObject) -> None:
    ids = list(model.options)
    strengths = {id: data.draw(st.sampled_from([0.0, 0.3, 1.0])) for id in ids}
    results = [apply(model, {id: strengths[id] for id in order}) for order in itertools.permutations(ids)]
    assert all(result == results[0] for result in results)
    assert list(results[0].applied) == ids


def test_order_of_the_file_decides_between_set_and_scale() -> None:
    first = case(*EVERY_VERB)
    second = case(*reversed(EVERY_VERB))
    assert apply(first, ["scale", "set"]).parameters["p"].value == 6.0
    assert apply(second, ["set", "scale"]).parameters["p"].value == 2.0


def test_nothing_is_changed_in_the_model_before() -> None:
    model = read(EVERYTHING)
    digest, copy = model.digest, read(EVERYTHING)
    apply(model, {"hotline": 0.5, "closure": 1, "courier": 0.2})
    with_scenario(model, "tense")
    assert model == copy and model.digest == digest


def test_an_option_is_applied_once() -> None:
    once = apply(read(EVERYTHING), "courier=0.1")
    with pytest.raises(OptionError, match=r"'courier': it is already applied"):
        apply(once, ["hotline", "courier"])
    both = apply(once, "closure")
    assert both.applied == {"courier": 0.1, "closure": 1.0}


@pytest.mark.parametrize(
    ("verb", "amount", "unit"),
    [
        ("shift", 0.6, "probability of alarm"),
        ("scale", 2.5, "share of ships"),
        ("set", -0.1, "probability"),
        ("set", 1, "discount factor"),
        ("set", "log(-1)", "units"),
        ("shift", "1 / 0", "units"),
        ("scale", "inf - inf", "units"),
    ],
)
def test_a_change_that_leaves_what_a_parameter_allows_is_refused(verb: str, amount: Any, unit: str) -> None:
    model = case(option("far", change(verb, parameter="p", amount=amount)), unit=unit)
    with pytest.raises(OptionError, match="option 'far' on parameter 'p': saw"):
        apply(model, "far")


def test_a_weaker_option_may_stay_inside() -> None:
    model = case(option("far", change("shift", parameter="p", amount=0.6)), unit="probability")
    assert apply(model, "far=.5").parameters["p"].value == 0.8
    edge = case(option("edge", change("set", parameter="p", amount=1)), unit="probability")
    assert all(apply(edge, {"edge": s}).parameters["p"].value <= 1 for s in (0.1, 1 / 3, 0.9, 1 - 2**-53, 1))


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (change("alter", target="am", attribute="reliability", amount=1.2), "channel 'am', reliability: saw 1.2"),
        (change("alter", target="mb", attribute="bias", amount=-2), "channel 'mb', bias: saw -2"),
        (change("alter", target="am", attribute="secrecy", amount="reach(a, b)"), "saw reach(a, b)"),
        (change("alter", target="zz", attribute="secrecy", amount=0), "channel 'zz': it is not there"),
        (change("remove", target="zz"), "channel 'zz': it is not there"),
        (change("add", channel=channel("am", "a", "b")), "channel 'am': it is there already"),
        (change("add", channel=channel("ab", "a", "b", reliability=3)), "channel 'ab', reliability: saw 3"),
        (change("set", parameter="q", amount=1), "parameter 'q': there is no such id"),
        (change("set", parameter="p", amount="q"), "parameter 'q': there is no such id"),
    ],
)
def test_a_change_that_leaves_what_a_channel_allows_is_refused(step: Change, words: str) -> None:
    with pytest.raises(OptionError) as caught:
        apply(case(option("far", step)), "far")
    assert str(caught.value).startswith("option 'far' on ") and words in str(caught.value)


def test_a_channel_that_another_option_removed_cannot_be_altered() -> None:
    model = case(*EVERY_VERB)
    with pytest.raises(OptionError, match="option 'alter' on channel 'am': it is not there"):
        apply(model, ["remove", "alter"])
    halved = apply(model, {"remove": 0.5, "alter": 1.0})
    assert (channel_value(halved, "am", "reliability"), channel_value(halved, "am", "delay")) == (0.4, 2.0)


def test_a_formula_that_grows_past_the_language_is_refused() -> None:
    long = " + ".join(["p.open * 0"] * 25)
    steps = [change("alter", target="am", attribute="delay", amount=long) for _ in range(4)]
    with pytest.raises(OptionError, match="option 'long' on interpolated formula"):
        apply(case(option("long", *steps)), "long=.5")
    assert apply(case(option("long", *steps)), "long")


@pytest.mark.parametrize("strength", [0.3, 1.0])
def test_draws_give_elementwise_what_scalars_give(strength: float) -> None:
    rng = np.random.default_rng(5)
    draws = {"stake": rng.uniform(-1, 5, 6), "line.open": rng.uniform(size=6), "line.days": rng.uniform(0, 5, 6)}
    model = read(EVERYTHING)
    portfolio = {"hotline": strength, "courier": strength}
    together = apply(model.with_values(draws), portfolio)
    for index in range(6):
        one = apply(model.with_values({id: some[index] for id, some in draws.items()}), portfolio)
        for id, parameter_ in one.parameters.items():
            assert np.broadcast_to(np.asarray(together.parameters[id].value), 6)[index] == parameter_.value
        assert list(one.channels) == list(together.channels)
        for id in one.channels:
            for attribute in ("reliability", "delay", "secrecy", "bias"):
                several = np.broadcast_to(np.asarray(channel_value(together, id, attribute)), 6)
                assert several[index] == channel_value(one, id, attribute)


def test_one_draw_that_leaves_its_domain_is_enough_to_refuse() -> None:
    model = case(option("far", change("shift", parameter="p", amount=0.6)), unit="probability")
    with pytest.raises(OptionError, match=r"saw 1\.1"):
        apply(model.with_values({"p": [0.1, 0.5, 0.2]}), "far")


def test_a_scenario_sets_values_and_leaves_its_name() -> None:
    tense = with_scenario(read(EVERYTHING), "tense")
    assert (tense.parameters["line.open"].value, tense.parameters["stake"].value) == (0.25, 1.0)
    assert (tense.scenario, tense.overridden) == ("tense", ())
    assert with_scenario(tense, "tense") == tense


def test_a_scenario_does_not_follow_another() -> None:
    tense = with_scenario(read(EVERYTHING), "tense")
    with pytest.raises(ModelError, match="'tense' is already in force"):
        with_scenario(tense, "calm")
    with pytest.raises(ModelError, match="did you mean 'calm'"):
        with_scenario(tense, "clam")


def test_options_act_on_values_set_before_and_values_set_after_stand_as_given():
    text = (
        available()["textbook/chicken"].read_text()
        + """
[[options]]
id = "halve"
title = "Halve what winning brings"
family = "deals"
changes = [{ verb = "scale", parameter = "winning", amount = 0.5 }]
[[scenarios]]
id = "high"
title = "High stakes"
values = { winning = 9 }
"""
    )
    model = read(text)
    assert apply(model.with_values({"winning": 8}), "halve").parameters["winning"].value == 4
    assert apply(model, "halve").with_values({"winning": 8}).parameters["winning"].value == 8
    assert apply(with_scenario(model, "high"), "halve").parameters["winning"].value == 4.5
    assert with_scenario(apply(model, "halve"), "high").parameters["winning"].value == 9
