import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import OptionError, SweepError
from deterrence.study.robustness.regret import option_regret, regrets
from tests.shipped import shipped

MODEL = shipped("levant_2024")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    options = ["missile_defence", "vested_stakes", "decapitation", "us_iran_hotline"]
    folder = tmp_path_factory.mktemp("regret") / "out"
    return dt.sweep(MODEL, options=options, games=["buffer_terms", "direct"], n=120, seed=4, workers=1, out=folder)


def test_regret_is_cost_less_the_least_cost_in_the_same_draw():
    costs = np.array([[1.0, 5.0, np.inf, np.inf], [2.0, 3.0, 1.0, np.inf]])
    assert regrets(costs).tolist() == [[0.0, 2.0, np.inf, 0.0], [1.0, 0.0, 0.0, 0.0]]


def test_the_table_is_what_a_hand_made_one_says_and_uses_of_force_stay_out(run):
    table = run.regret(game="buffer_terms", measure="p_war", better="lower").set_index("option")
    assert list(table.index) == ["baseline", "missile_defence", "vested_stakes", "us_iran_hotline"]
    wide = run.outcomes(games=["buffer_terms"], measures=["p_war"])
    costs = np.stack([wide[option, "buffer_terms", "selected", "p_war", ""].to_numpy() for option in table.index])
    own = costs - costs.min(axis=0)
    np.testing.assert_allclose(table["mean"], own.mean(axis=1))
    np.testing.assert_allclose(table["max"], own.max(axis=1))
    np.testing.assert_allclose(table["best"], (own <= 1e-9 * costs.max(axis=0)).mean(axis=1))
    assert [np.mean(row <= high) >= 0.9 for row, high in zip(own, table["p90"], strict=True)] == [True] * 4
    assert (table["draws"] == 1).all()


def test_the_other_direction_and_a_figure_of_a_player(run):
    table = option_regret(run, game="direct", measure="incentive", player="israel", better="higher")
    wide = run.outcomes(games=["direct"], measures=["incentive"])
    gains = np.stack([wide[option, "direct", "selected", "incentive", "israel"].to_numpy() for option in table.option])
    np.testing.assert_allclose(table["mean"], (gains.max(axis=0) - gains).mean(axis=1))


def test_nothing_is_ranked_by_default(run):
    with pytest.raises(SweepError, match="nothing is ranked by default"):
        run.regret()
    with pytest.raises(SweepError, match="nothing is ranked by default"):
        run.regret(game="buffer_terms", measure="p_war")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"objective": "settlement"}, "no game of the form|does not keep what it counts"),
        ({"objective": "least_chance_of_all_out_war"}, "no game of the sweep has it"),
        ({"objective": "settlement", "better": "lower"}, "together with a figure"),
        ({"game": "direct", "measure": "incentive", "better": "higher"}, "belongs to several players"),
        ({"game": "nowhere", "measure": "p_war", "better": "lower"}, "does not have it"),
        ({"game": "buffer_terms", "measure": "p_war", "better": "sideways"}, "better"),
    ],
)
def test_what_cannot_be_compared_is_refused(run, wanted, message):
    with pytest.raises(SweepError, match=message):
        run.regret(**wanted)


def test_a_use_of_force_is_never_set_against_others(run):
    with pytest.raises(OptionError, match="never set against others"):
        run.regret(game="buffer_terms", measure="p_war", better="lower", options=["decapitation"])
