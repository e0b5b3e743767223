import math
from fractions import Fraction

import numpy as np
import pytest
import sympy

import deterrence as dt
from deterrence.study.measures import find_measure
from deterrence.study.rows import MEASURES
from tests.shipped import shipped


def value_of(table, measure, player=None, equilibrium=None):
    rows = table[table["measure"] == measure]
    rows = rows[rows["player"].isna() if player is None else rows["player"] == player]
    rows = rows[rows["equilibrium"].isna() if equilibrium is None else rows["equilibrium"] == equilibrium]
    assert len(rows) == 1
    return rows["value"].iloc[0]


def test_table_is_tidy_with_the_promised_columns():
    table = dt.measure(dt.Restraint((5, 6), 3, 1, 0, discount=0.9, false_alarm=0.05, detection=0.9))
    assert list(table.columns) == ["game", "equilibrium", "measure", "player", "value", "label", "unit"]
    assert table["value"].dtype == float
    assert not table.duplicated(["game", "equilibrium", "measure", "player"]).any()


def test_every_measure_of_a_form_appears_once_per_seat():
    game = dt.Restraint(5, 3, 1, 0, discount=0.9)
    table = dt.measure(game)
    for name, row in MEASURES["restraint"].items():
        assert (table["measure"] == name).sum() == (2 if row.per == "player" else 1), name


def test_payoffs_are_listed_for_every_equilibrium_with_its_regret():
    table = dt.measure(dt.Matrix([[[6, 2], [7, 0]], [[6, 7], [2, 0]]]))
    assert value_of(table, "equilibria") == 3
    for name in ("1", "2", "3"):
        assert value_of(table, "regret", equilibrium=name) == 0
        assert value_of(table, "payoff", player=0, equilibrium=name) >= 2


def test_players_are_actors_when_the_game_comes_from_a_model():
    model = shipped("levant_2024")
    table = dt.measure(dt.formulate(model, "border"))
    assert set(table["player"].dropna()) == {"israel", "hezbollah"}
    assert set(table["game"]) == {"border"}


def test_binding_player_is_a_label_and_not_a_number():
    table = dt.measure(dt.Restraint((5, 9), 3, 1, 0, discount=0.9, players=["a", "b"]))
    row = table[table["measure"] == "binding_player"].iloc[0]
    assert row["label"] == "b" and math.isnan(row["value"])


def test_draws_come_out_as_one_row_per_draw():
    gains = np.linspace(4, 8, 5)
    table = dt.measure(dt.Restraint((gains, gains), 3, 1, 0, discount=0.9))
    rows = table[(table["measure"] == "grim_critical_discount") & (table["player"] == 0)]
    assert rows["draw"].tolist() == [0, 1, 2, 3, 4]
    assert np.allclose(rows["value"].astype(float), (gains - 3) / (gains - 1))


def test_fractions_stay_exact_in_the_table():
    table = dt.measure(dt.Restraint(Fraction(5), 3, 1, 0, discount=Fraction(9, 10)))
    assert value_of(table, "grim_critical_discount", player=0) == Fraction(1, 2)
    assert isinstance(value_of(table, "grim_critical_discount", player=0), Fraction)


def test_symbols_give_formulas_and_no_labels():
    t, r, p = sympy.symbols("t r p")
    table = dt.measure(dt.Restraint((t, t), (r, r), (p, p), (0, 0), discount=sympy.Symbol("d")))
    formula = value_of(table, "grim_critical_discount", player=0)
    assert formula.subs({t: 5, r: 3, p: 1}) == sympy.Rational(1, 2)
    assert "class" not in set(table["measure"])


def test_an_unknown_measure_is_refused_with_a_suggestion():
    with pytest.raises(dt.SolverError, match="did you mean 'critical_discount'"):
        find_measure("restraint", "critical_discont")


def test_a_concept_that_does_not_apply_is_refused_with_those_that_do():
    with pytest.raises(dt.SolverError, match="perfect_public"):
        dt.measure(dt.Restraint(5, 3, 1, 0, discount=0.9), concept="nash")
    with pytest.raises(dt.SolverError, match="did you mean 'nash'"):
        dt.solve(dt.Matrix([[[1]], [[1]]]), "nahs")
    with pytest.raises(dt.SolverError, match="no keyword 'presision'"):
        dt.solve(dt.Matrix([[[1]], [[1]]]), "logit", presision=3)
    with pytest.raises(dt.SolverError, match="saw a int"):
        dt.solve(3)


@pytest.mark.parametrize("given", ["direct", None, 3])
def test_what_is_no_game_is_refused_in_a_sentence(given):
    with pytest.raises(dt.GameError, match=r"a game, such as dt\.formulate"):
        dt.measure(given)
