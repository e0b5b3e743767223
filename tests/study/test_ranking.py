import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_portfolios
from deterrence.study.headlines import headline_value


def test_settlement_is_the_sum_of_the_headline_figures():
    model = dt.load("levant_2024")
    games = ["border", "direct"]
    table = dt.compare(model, ["hotline_network", "hochstein_plan"], games, objective="settlement").set_index("option")
    for option in ("baseline", "hotline_network", "hochstein_plan"):
        chosen = [] if option == "baseline" else [option]
        evaluations = [e for e in evaluate_portfolios(model, chosen, games) if e.option == option]
        assert table.loc[option, "value"] == pytest.approx(sum(headline_value(e) for e in evaluations))


def test_an_objective_that_no_game_measures_is_refused():
    with pytest.raises(dt.OptionError, match="no chosen game measures it"):
        dt.compare(dt.load("textbook/chicken"), [], objective="settlement")


def test_every_objective_ranks_every_option_that_may_be_ranked():
    model = dt.load("levant_2024")
    for objective in dt.OBJECTIVES:
        ranks = dt.compare(model, objective=objective)["rank"].dropna().tolist()
        assert len(ranks) == sum(option.ranked for option in model.options.values())
        assert ranks[0] == 1 and ranks == sorted(ranks)
