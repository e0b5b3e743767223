import math

import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_portfolios
from deterrence.study.headlines import headline_value
from deterrence.study.ranking import OBJECTIVES, periods_in_restraint
from tests.shipped import shipped


def test_settlement_is_the_sum_of_the_headline_figures():
    model = shipped("levant_2024")
    games = ["border", "direct"]
    table = dt.compare(model, ["hotline_network", "hochstein_plan"], games, objective="settlement").set_index("option")
    for option in ("baseline", "hotline_network", "hochstein_plan"):
        chosen = [] if option == "baseline" else [option]
        evaluations = [e for e in evaluate_portfolios(model, chosen, games) if e.option == option]
        assert table.loc[option, "value"] == pytest.approx(sum(headline_value(e) for e in evaluations))


def test_the_least_chance_of_all_out_war_ranks_by_the_ladder_and_the_lowest_first():
    model = shipped("levant_2024")
    options = ["carrier_presence", "hotline_network", "hodeidah_strike", "us_iran_hotline", {"us_iran_hotline": 0.0}]
    table = dt.compare(model, options, ["region", "border"], objective="least_chance_of_all_out_war")
    paths = dt.escalation_paths(model, options=options)
    chances = {id: float(one.selected.p_any_top()[-1]) for id, one in paths.solved.items()}
    rows = table.set_index("option")
    assert rows["value"].to_dict() == pytest.approx(chances)
    assert (rows["games"] == 1).all()
    ranked = table.dropna(subset="rank")
    assert ranked["value"].is_monotonic_increasing and ranked["rank"].tolist() == [1, 2, 3, 4]
    assert rows["rank"].isna().sum() == 2  # the baseline and the use of force
    assert rows.loc["hotline_network", "effect"] == "lower"


def test_the_chance_of_all_out_war_needs_a_ladder():
    with pytest.raises(dt.OptionError, match="games of the form ladder"):
        dt.compare(shipped("textbook/chicken"), [], objective="least_chance_of_all_out_war")


def test_an_objective_that_no_game_measures_is_refused():
    with pytest.raises(dt.OptionError, match="no chosen game measures it"):
        dt.compare(shipped("textbook/chicken"), [], objective="settlement")


def test_every_objective_ranks_every_option_that_may_be_ranked():
    model = shipped("levant_2024")
    for objective in dt.OBJECTIVES:
        ranks = dt.compare(model, objective=objective)["rank"].dropna().tolist()
        assert len(ranks) == sum(option.ranked for option in model.options.values())
        assert ranks[0] == 1 and ranks == sorted(ranks)


def test_periods_in_restraint_agree_with_a_walk_through_all_histories():
    for noise, length in ((0.3, 2), (0.1, 4), (0.2, math.inf), (0.0, 3)):
        paths = [(1.0, 0)]  # chance, and periods of punishment left
        total = 0.0
        for _ in range(9):
            total += sum(chance for chance, left in paths if left == 0)
            calm = [(chance * (1 - noise), 0) for chance, left in paths if left == 0]
            alarmed = [(chance * noise, length) for chance, left in paths if left == 0]
            paths = [*calm, *alarmed, *((chance, left - 1) for chance, left in paths if left > 0)]
        assert periods_in_restraint(noise, length, 9) == pytest.approx(total)


def test_a_front_with_endless_punishment_counts_for_the_objective():
    model = shipped("textbook/prisoners_dilemma").with_values({"patience": 0.9, "false_alarm": 0.02})
    (front,) = evaluate_portfolios(model, [], ["patience_test"])
    assert front.game.punishment_periods == math.inf
    assert OBJECTIVES["weeks_in_restraint"].value(front) == pytest.approx((1 - 0.98**52) / 0.02)
