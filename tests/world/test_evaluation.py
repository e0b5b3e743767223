"""What formulas are worth in a model: numbers, draws, and SymPy expressions that substitute back to the numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from deterrence.errors import ModelError
from deterrence.world.evaluation import evaluate, symbolic, values
from deterrence.world.expressions import parse
from deterrence.world.files import load, read, save
from deterrence.world.lookup import Records
from tests.world.enumeration import random_world, with_channel
from tests.world.worlds import EVERYTHING, parameter


@pytest.mark.parametrize("seed", range(100, 112))
def test_draws_give_elementwise_what_scalars_give(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n_draws = 7
    scalars = random_world(seed, n_channels=8)
    a, b = next(iter(scalars.actors)), list(scalars.actors)[-1]
    drawn: dict[str, Any] = {}
    changed = []
    for one in scalars.channels.values():
        # Some attributes are drawn and some stay single numbers.
        parts = {}
        for attribute, some in (
            ("reliability", rng.choice([0.0, 1.0, *rng.uniform(size=5)], size=n_draws)),
            ("delay", rng.choice([0.0, 1.0, 2.0, 3.0], size=n_draws)),
            ("secrecy", rng.uniform(size=n_draws)),
        ):
            if rng.uniform() < 0.7:
                id = f"{one.id}.{attribute}"
                drawn[id] = some
                parts[attribute] = parse(id)
        changed.append(replace(one, **parts))
    model = replace(
        with_channel(scalars, *changed),
        parameters=Records("parameter", tuple(parameter(id, 0.5) for id in drawn)),
    )
    together = model.with_values(drawn)
    formulas = [
        f"reach({a}, {b})",
        f"reach({a}, {b}, within=3)",
        f"delay({a}, {b})",
        f"secrecy({a}, {b})",
        f"importance(c0, {a}, {b})",
        f"1 - reliability(c0) * reach({a}, {b}, within=2)",
    ]
    for text in formulas:
        formula = parse(text)
        each = [
            evaluate(model.with_values({id: some[i] for id, some in drawn.items()}), formula) for i in range(n_draws)
        ]
        np.testing.assert_array_equal(np.broadcast_to(np.asarray(evaluate(together, formula)), n_draws), each)


@pytest.mark.parametrize("seed", range(20))
def test_the_written_out_polynomial_substitutes_to_the_number(seed: int) -> None:
    rng = np.random.default_rng(seed)
    constants = random_world(seed, n_channels=7)
    parameters = [parameter(f"p.{id}", float(rng.uniform())) for id in constants.channels]
    model = replace(
        with_channel(
            constants, *(replace(one, reliability=parse(f"p.{id}")) for id, one in constants.channels.items())
        ),
        parameters=Records("parameter", tuple(parameters)),
    )
    a, b = list(model.actors)[:2]
    for text in (
        f"reach({a}, {b})",
        f"2 * reach({a}, {b}, within=3) + 1",
        f"importance(c1, {a}, {b})",
        "reliability(c2)",
    ):
        formula = parse(text)
        expanded: Any = symbolic(model, formula, expand=True)
        assert float(expanded.subs(values(model))) == pytest.approx(evaluate(model, formula), abs=1e-12)
        assert not any("reach" in symbol.name or "(" in symbol.name for symbol in expanded.free_symbols)


def test_network_functions_stay_symbols_until_written_out() -> None:
    model = read(EVERYTHING)
    formula = model.games["border"].arguments["false_alarm"]
    short = symbolic(model, formula)
    assert {symbol.name for symbol in short.free_symbols} == {"reach(north, south, within=7)"}
    assert float(short.subs(values(model))) == pytest.approx(evaluate(model, formula))
    long = symbolic(model, formula, expand=True)
    assert {symbol.name for symbol in long.free_symbols} == {"line.open"}
    assert float(long.subs(values(model))) == pytest.approx(evaluate(model, formula))
    kept = symbolic(model, parse("delay(north, south)"), expand=True)
    assert kept == sympy.Symbol("delay(north, south)")


def test_writing_out_a_limit_needs_single_delays() -> None:
    model = read(EVERYTHING).with_values({"line.days": [1, 2]})
    with pytest.raises(ModelError, match="draws in 'delay'"):
        symbolic(model, parse("reach(north, south, within=7)"), expand=True)
    assert symbolic(model, parse("reach(north, south)"), expand=True).free_symbols


def test_comparing_what_is_not_a_number_has_no_symbolic_form() -> None:
    with pytest.raises(ModelError, match="no symbolic form"):
        symbolic(read(EVERYTHING), parse("where(stake < 0/0, 1, 2)"))


def test_absent_channels_count_as_closed_in_formulas() -> None:
    model = read(EVERYTHING)
    for text in ("reliability(direct)", "bias(direct)", "importance(direct, north, south)"):
        assert evaluate(model, parse(text)) == 0.0
        assert symbolic(model, parse(text), expand=True) == 0


def test_evaluate_gives_plain_floats_or_arrays() -> None:
    model = read(EVERYTHING)
    assert type(evaluate(model, parse("stake + 1"))) is float
    drawn = evaluate(model.with_values({"stake": [1, 2, 3]}), parse("stake"))
    assert isinstance(drawn, np.ndarray) and drawn.shape == (3,)
    with pytest.raises(ValueError, match="read-only"):
        drawn[0] = 7


def test_a_front_reads_its_rung_and_top_and_nothing_else_may() -> None:
    model = read(EVERYTHING)
    rungs = np.arange(5.0)[:, None]
    shown = evaluate(model, parse("(1 + rung) / (1 + top)"), local={"rung": rungs, "top": 4.0})
    assert np.allclose(np.ravel(shown), [0.2, 0.4, 0.6, 0.8, 1.0])
    with pytest.raises(ModelError, match="parameter 'rung'"):
        evaluate(model, parse("rung + 1"))


LADDER = """
[[games]]
id = "region"
title = "Region"
form = "ladder"
players = ["us", "iran"]
[games.arguments]
discount = 0.9
[games.arguments.fronts.gulf]
accident = "0.1 * rung / (top - 1)"
[games.labels.fronts.gulf]
rungs = ["quiet", "tense", "war"]
[[scenarios]]
id = "tension"
title = "Tension"
rungs = { gulf = 1 }
"""


def test_tables_inside_a_game_survive_saving_and_are_checked(tmp_path: Path) -> None:
    text = ACTORS + LADDER
    model = read(text)
    assert model.games["region"].arguments["fronts"]["gulf"]["accident"].names == {"rung", "top"}
    again = load(save(model, tmp_path / "again.toml"))
    assert again.games == model.games and again.digest == model.digest
    for old, new, words in (
        ("gulf = 1", "gulf = 3", "saw rung 3; allowed is 0 to 2"),
        ("gulf = 1", "golf = 1", "there is no front 'golf'"),
        ("discount = 0.9", 'discount = "rung"', "there is no parameter 'rung'"),
        ("rung / (top - 1)", "rug / (top - 1)", "there is no parameter 'rug'"),
    ):
        with pytest.raises(ModelError) as caught:
            read(text.replace(old, new))
        assert words in str(caught.value)


ACTORS = """
schema = "deterrence-model/1"
title = "Test"
actors = [{ id = "us", name = "US", role = "strategic" }, { id = "iran", name = "Iran", role = "strategic" }]
"""
