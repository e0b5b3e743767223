import pytest
import sympy

import deterrence as dt
from deterrence.world.files import read
from tests.shipped import shipped


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


def number_of(model, game, measure, player):
    table = dt.measure(dt.formulate(model, game))
    rows = table[(table["measure"] == measure) & (table["player"] == player if player else table["player"].isna())]
    return rows["value"].iloc[0]


@pytest.mark.parametrize("expand", [False, True])
def test_substituting_the_files_values_gives_the_number_that_measure_prints(model, expand):
    formula = dt.threshold(model, "border", "critical_discount", "israel", expand=expand)
    assert formula.free_symbols
    value = formula.xreplace(dt.values(model))
    assert float(value) == pytest.approx(number_of(model, "border", "critical_discount", "israel"), rel=1e-12)


def test_every_closed_form_of_every_restraint_game_agrees_with_its_number(model):
    checked, values = 0, dt.values(model)
    for id, spec in model.games.items():
        if spec.form != "restraint":
            continue
        for measure in ("critical_discount", "grim_critical_discount", "tft_critical_discount", "max_false_alarm"):
            for player in spec.players:
                formula = dt.threshold(model, id, measure, player)
                if isinstance(formula, sympy.Eq):
                    continue
                number, value = number_of(model, id, measure, player), formula.xreplace(values)
                assert float(value) == pytest.approx(number, rel=1e-9)
                checked += 1
    assert checked >= 30


def test_the_formula_has_the_three_cases_of_the_contract():
    model = shipped("textbook/prisoners_dilemma")
    game = next(id for id, spec in model.games.items() if spec.form == "restraint")
    formula = dt.threshold(model, game, "critical_discount", model.games[game].players[0])
    cases = formula.args
    assert cases[0][0] == 0 and cases[-1] == (sympy.oo, True)


def test_reach_stays_a_symbol_unless_it_is_written_out(model):
    short = dt.threshold(model, "border", "critical_discount", "israel")
    long = dt.threshold(model, "border", "critical_discount", "israel", expand=True)
    assert any(str(symbol).startswith("reach(") for symbol in short.free_symbols)
    assert not any(str(symbol).startswith("reach(") for symbol in long.free_symbols)


TWO_PERIODS = """
schema = "deterrence-model/1"
title = "Two periods"
actors = [{ id = "a", name = "A", role = "strategic" }, { id = "b", name = "B", role = "strategic" }]
[[parameters]]
id = "gain"
value = 5
low = 4
high = 6
unit = "payoff units"
meaning = "what a surprise attack pays"
basis = "assumed"
reason = "an example"
[[games]]
id = "two"
title = "Two"
form = "restraint"
players = ["a", "b"]
arguments = { temptation = "gain", reward = 3, punishment = 1, sucker = 0, discount = 0.9, punishment_periods = 2 }
"""


def test_a_finite_punishment_gives_an_equation_whose_root_is_the_threshold():
    model = read(TWO_PERIODS)
    equation = dt.threshold(model, "two", "critical_discount", "a")
    assert isinstance(equation, sympy.Eq)
    roots = sympy.solve(equation.xreplace(dt.values(model)), sympy.Symbol("delta"))
    assert any(abs(float(root) - 0.6180339887) < 1e-9 for root in roots)


def test_the_equation_says_where_there_is_no_root():
    model = read(TWO_PERIODS)
    equation = dt.threshold(model, "two", "critical_discount", "a")
    for gain, right in ((2.5, 0), (3, 0), (60, sympy.oo)):
        assert equation.xreplace(dt.values(model.with_values({"gain": gain}))).rhs == right
    chicken = read(TWO_PERIODS.replace("punishment = 1, sucker = 0", "punishment = 0, sucker = 1"))
    assert dt.threshold(chicken, "two", "critical_discount", "a").xreplace(dt.values(chicken)).rhs == sympy.oo
    for temptation, right in (("2", 0), ("60", sympy.oo)):
        fixed = read(TWO_PERIODS.replace('temptation = "gain"', f"temptation = {temptation}"))
        assert dt.threshold(fixed, "two", "critical_discount", "a") == right


def test_linked_fronts_have_an_equation_too(model):
    table, values = dt.measure(dt.formulate(model, "axis")), dt.values(model)
    for player in ("hezbollah", "iran"):
        rows = table[(table["measure"] == "critical_discount") & (table["player"] == player)]
        equation = dt.threshold(model, "axis", "critical_discount", player).xreplace(values)
        number = rows["value"].iloc[0]
        if number == float("inf"):
            assert equation.rhs == sympy.oo
        else:
            assert float(equation.lhs.subs(sympy.Symbol("delta"), number)) == pytest.approx(float(equation.rhs))


def test_what_is_refused_is_not_listed_as_available(model):
    with pytest.raises(dt.SolverError, match="no closed form") as error:
        dt.threshold(model, "axis", "shortest_punishment")
    assert "shortest_punishment" not in error.value.allowed and "critical_discount" in error.value.allowed
    for measure in error.value.allowed.split(", "):
        needs = measure in ("critical_discount", "incentive", "value")
        assert isinstance(dt.threshold(model, "axis", measure, "houthis" if needs else None), sympy.Basic)


@pytest.mark.parametrize(
    ("game", "measure", "player", "said"),
    [
        ("border", "critical_discount", None, "one of israel, hezbollah"),
        ("border", "critical_discount", "isreal", "did you mean 'israel'"),
        ("border", "critical_discont", "israel", "did you mean 'critical_discount'"),
        ("border", "class", "israel", "it is a label"),
        ("boarder", "critical_discount", "israel", "did you mean 'border'"),
    ],
)
def test_what_has_no_formula_is_refused_with_what_is_available(model, game, measure, player, said):
    with pytest.raises(dt.DeterrenceError, match=said):
        dt.threshold(model, game, measure, player)


def test_a_formula_that_is_no_real_number_in_some_branch_has_no_closed_form():
    text = (shipped("published/fearon_1995").path).read_text(encoding="utf-8")
    branching = text.replace('power_now = "power_now"', 'power_now = "where(patience < 1, power_now, sqrt(0 - 1))"')
    model = read(branching, file="branching.toml")
    assert number_of(model, "shift", "is_war", None) in (0.0, 1.0)
    with pytest.raises(dt.SolverError, match="no closed form"):
        dt.threshold(model, "shift", "is_war")


def test_a_matrix_has_no_closed_form():
    with pytest.raises(dt.SolverError, match="no closed-form"):
        dt.threshold(shipped("textbook/chicken"), next(iter(shipped("textbook/chicken").games)), "class")


@pytest.mark.parametrize(
    ("name", "game", "measure", "player"),
    [
        ("fearon_1995", "private_cost", "p_war", None),
        ("fearon_1995", "private_cost", "demand", None),
        ("fearon_1995", "private_cost", "range_width", None),
        ("fearon_1995", "shift", "critical_power", None),
        ("fearon_1995", "shift", "critical_enforcement", None),
        ("fearon_1995", "shift", "critical_rent", None),
        ("powell_1990", "resolute_first", "resolve", "one"),
        ("powell_1990", "resolute_first", "highest_rung", "other"),
        ("powell_1990", "resolute_second", "p_disaster", None),
        ("powell_1990", "private_costs", "p_disaster", None),
    ],
)
def test_formulas_of_brinkmanship_and_bargaining_agree_with_their_numbers(name, game, measure, player):
    model = shipped(f"published/{name}")
    formula = dt.threshold(model, game, measure, player)
    assert formula.free_symbols
    number = number_of(model, game, measure, player)
    assert float(formula.subs(dt.values(model))) == pytest.approx(number, rel=1e-12)
