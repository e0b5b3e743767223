"""The model as a value: copies, digests, draws, and that nothing changes under anybody's hands."""

from __future__ import annotations

import copy
import os
import pickle
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from deterrence.errors import DeterrenceError, ModelError, OptionError
from deterrence.world.expressions import parse
from deterrence.world.files import read
from deterrence.world.model import Model, check_value
from deterrence.world.options import apply
from tests.properties.strategies import models
from tests.world.worlds import EVERYTHING, parameter, world


def drawn(unit: str = "units") -> Model:
    return world({"a": "strategic"}, [], parameters=[parameter("p", unit=unit), parameter("q", unit=unit)])


def test_with_values_returns_a_changed_copy() -> None:
    model = drawn()
    changed = model.with_values({"p": 7})
    assert (model.parameters["p"].value, changed.parameters["p"].value) == (0.5, 7.0)
    assert type(changed.parameters["p"].value) is float
    assert changed.overridden == ("p",) and model.overridden == ()
    assert changed.with_values({"q": 1, "p": 2}).overridden == ("p", "q")
    assert model.with_values({}) == model


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        (1, 1.0),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3.0),
        (np.array(2.5), 2.5),
        (Fraction(1, 4), 0.25),
        ([1, 2.5], [1.0, 2.5]),
        ((1, 2), [1.0, 2.0]),
        ([Fraction(1, 2), 1], [0.5, 1.0]),
        (np.array([1, 2], dtype=np.int32), [1.0, 2.0]),
    ],
)
def test_every_real_number_is_taken(given_: Any, kept: Any) -> None:
    value = drawn().with_values({"p": given_}).parameters["p"].value
    np.testing.assert_array_equal(value, kept)
    assert isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype == np.float64)


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (True, "saw true"),
        (np.True_, "saw a bool"),
        ("0.5", "saw '0.5'"),
        (["0.5"], "saw a list"),
        (None, "saw nothing"),
        ([None], "saw a list"),
        (1j, "saw a complex"),
        (np.array([1j]), "saw a ndarray"),
        ({"a": 1}, "saw a table"),
        (object(), "saw a object"),
        (10**400, "saw a number of more than 60 digits"),
        ([10**400], "saw a list"),
        ([[1, 2], [3]], "saw a list"),
        ([], "saw an array of shape (0,)"),
        ([[1.0]], "saw an array of shape (1, 1)"),
        (float("nan"), "saw NaN or infinity"),
        ([1.0, float("inf")], "saw NaN or infinity"),
        (np.datetime64("2024-10-01"), "saw a datetime64"),
    ],
)
def test_what_is_no_real_number_is_refused(given_: Any, words: str) -> None:
    with pytest.raises(ModelError) as caught:
        drawn().with_values({"p": given_})
    assert str(caught.value).startswith("parameter 'p': " + words)
    assert "its declared range is 0 to 1" in str(caught.value)


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("probability", 1.0001, "saw 1.0001; allowed is a probability in [0, 1]"),
        ("probability of alarm", [1.0, 1.25, 0.5], "saw 1.25"),
        ("share of ships", -0.1, "saw -0.1"),
        ("discount factor", 1.0, "saw 1; allowed is 0 <= value < 1"),
        ("discount factor per week", [0.5, -0.5], "saw -0.5"),
    ],
)
def test_units_bound_values(unit: str, value: Any, words: str) -> None:
    with pytest.raises(ModelError, match=re.escape(words)):
        drawn(unit).with_values({"p": value})


@pytest.mark.parametrize("unit", ["shared days", "probabilityless", "payoff units, not a probability", "factor"])
def test_other_units_do_not_bound_values(unit: str) -> None:
    assert drawn(unit).with_values({"p": 7}).parameters["p"].value == 7.0


def test_the_declared_range_does_not_bound_values() -> None:
    assert drawn("probability").with_values({"p": [0, 1]}).parameters["p"].high == 1.0
    assert drawn().with_values({"p": 1e6}).parameters["p"].value == 1e6


def test_an_array_is_copied_and_cannot_be_written() -> None:
    array = np.array([0.1, 0.2])
    model = drawn().with_values({"p": array})
    array[0] = 99
    kept = model.parameters["p"].value
    assert isinstance(kept, np.ndarray)
    np.testing.assert_array_equal(kept, [0.1, 0.2])
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 99
    assert array.flags.writeable


def test_draws_of_different_lengths_are_refused() -> None:
    three = drawn().with_values({"p": [1, 2, 3]})
    with pytest.raises(ModelError, match="parameter 'q': saw 2 draws where 'p' has 3"):
        three.with_values({"q": [1, 2]})
    with pytest.raises(ModelError, match="the same number of draws everywhere"):
        drawn().with_values({"p": [1, 2], "q": [1]})
    assert three.with_values({"p": [1, 2], "q": [3, 4]}).with_values({"p": 0.5})


def test_unknown_parameters_are_named_with_a_suggestion() -> None:
    with pytest.raises(ModelError, match=r"parameter 'north\.patienc': .* did you mean 'north\.patience'\?"):
        read(EVERYTHING).with_values({"north.patienc": 0.5})


def test_checked_values_are_never_the_array_that_was_given() -> None:
    array = np.array([0.1, 0.2])
    assert not np.shares_memory(np.asarray(check_value(parameter("p"), array)), array)


NUMBERS = [
    ("period_days = 3.5", "period_days = 3.6"),
    ("position = [0.25, 1]", "position = [0.26, 1]"),
    ("value = 0.9", "value = 0.91"),
    ("low = 0.8", "low = 0.79"),
    ("high = 0.97", "high = 0.98"),
    ('delay = "2 * line.days"', 'delay = "3 * line.days"'),
    ("secrecy = 0.8", "secrecy = 0.81"),
    ("bias = -0.25", "bias = 0.25"),
    ("delay = inf", "delay = 1e300"),
    ("reach(north, south, within=7)", "reach(north, south, within=7.0000001)"),
    ('"5 + stake"', '"5 - stake"'),
    ('"stake"], [2, 0]', '"stake"], [2, 1e-9]'),
    ('["restrain", "attack"], ["restrain"', '["attack", "restrain"], ["restrain"'),
    ('players = ["north", "south"]\nabout', 'players = ["south", "north"]\nabout'),
    ("amount = 0.5", "amount = 0.6"),
    ("values = { stake = 0.5 }", "values = { stake = 0.6 }"),
    ("rungs = { border = 3 }", "rungs = { border = 2 }"),
    ('"line.open" = 0.25', '"line.open" = 0.24'),
    ('role = "mediator"', 'role = "monitor"'),
    ('kind = "mediation"', 'kind = "forum"'),
    ("year = 2024", "year = 2023"),
]


@pytest.mark.parametrize(("old", "new"), NUMBERS, ids=lambda text: text[:24])
def test_the_digest_changes_with_every_number(old: str, new: str) -> None:
    assert EVERYTHING.count(old) >= 1
    assert read(EVERYTHING.replace(old, new, 1)).digest != read(EVERYTHING).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value = 0.9", "value = 0.90"),
        ('reward = "3"', "reward = 3.0"),
        ('"5 + stake"', '"5+stake"'),
        ('"-1", -1', '-1, "-1.0"'),
        ("low = 0\n", "low = -0.0\n"),
        ("bias = -0.25", "bias = '-(0.25)'"),
        ('values = { "line.open" = 0.25, stake = 1 }', 'values = { stake = 1.0, "line.open" = 0.25 }'),
    ],
)
def test_equal_files_have_equal_digests_however_they_are_written(old: str, new: str) -> None:
    assert EVERYTHING.count(old) >= 1
    other = read(EVERYTHING.replace(old, new))
    assert other == read(EVERYTHING)
    assert other.digest == read(EVERYTHING).digest


def test_the_digest_is_the_same_in_another_process() -> None:
    program = "import sys; from deterrence.world.files import read; print(read(sys.stdin.read()).digest)"
    root = Path(__file__).resolve().parents[2]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        found = subprocess.run(
            [sys.executable, "-c", program],
            input=EVERYTHING,
            env=environment,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        assert found.stdout.strip() == read(EVERYTHING).digest


def test_name_and_path_are_no_part_of_the_content() -> None:
    model = read(EVERYTHING)
    elsewhere = replace(model, id="other", path=Path("elsewhere.toml"))
    assert elsewhere == model
    assert elsewhere.digest == model.digest


def test_the_digest_is_of_numbers_not_of_how_they_came_about() -> None:
    model = read(EVERYTHING)
    assert model.with_values({"stake": -2e-3}).digest == model.digest
    assert model.with_values({"stake": 0.1}).digest != model.digest
    assert model.with_values({"stake": [0.1, 0.2]}).digest != model.with_values({"stake": [0.2, 0.1]}).digest
    assert apply(model, "courier").digest != model.digest


@given(models())
@settings(max_examples=10, deadline=None)
def test_a_pickled_model_comes_back_equal(model: Model) -> None:
    for again in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):
        assert again == model
        assert again.digest == model.digest


def test_draws_survive_pickling() -> None:
    model = read(EVERYTHING).with_values({"stake": [1.0, 2.0]})
    again = pickle.loads(pickle.dumps(model))
    assert again == model and again != read(EVERYTHING)
    assert again != model.with_values({"stake": [1.0, 3.0]})


def test_records_and_models_are_frozen() -> None:
    model = read(EVERYTHING)
    with pytest.raises(FrozenInstanceError):
        model.title = "other"  # type: ignore[misc]  # what the test is about
    with pytest.raises(FrozenInstanceError):
        model.parameters["stake"].value = 2.0  # type: ignore[misc]  # what the test is about
    with pytest.raises(TypeError):
        model.parameters["stake"] = model.parameters["stake"]  # type: ignore[index]  # what the test is about


def test_parameters_with_draws_compare_by_every_draw() -> None:
    one, other = parameter("p", np.array([1.0, 2.0])), parameter("p", np.array([1.0, 2.0]))
    assert one == other and one != parameter("p", np.array([1.0, 3.0])) and one != parameter("p", 1.0)


def test_every_field_of_a_model_can_be_left_out() -> None:
    empty = Model("empty", "Empty")
    assert all(
        not getattr(empty, field.name)
        for field in fields(empty)
        if field.name not in ("id", "title", "source", "period_days")
    )
    assert len(empty.digest) == 64


def test_errors_cross_process_borders() -> None:
    for error in (ModelError("here", "saw x", "y", "do z"), OptionError("there", "saw x")):
        again: DeterrenceError = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.where) == (type(error), str(error), error.where)


def test_expressions_are_part_of_equality_by_their_tree() -> None:
    model = read(EVERYTHING)
    watch = replace(model.channels["watch"], reliability=parse("0.70"))
    assert replace(model, channels=model.channels.updated(watch)) == model
