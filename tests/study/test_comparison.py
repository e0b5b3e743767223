import math

import pytest

import deterrence as dt
from deterrence.study.effects import change, effect
from deterrence.study.evaluation import evaluate_portfolios
from deterrence.study.headlines import headline_table
from deterrence.study.rows import MEASURES
from tests.shipped import shipped

COLUMNS = ["game", "option", "statistic", "measure", "player", "value", "baseline", "change", "effect", "unit"]


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def everything(model):
    return dt.compare(model)


def test_every_option_meets_every_game_with_the_baseline_first(model, everything):
    assert list(everything.columns) == COLUMNS
    assert everything["option"].unique().tolist() == ["baseline", *model.options]
    assert len(model.options) == 25
    assert set(everything["game"]) == set(model.games)
    assert set(everything["statistic"]) == {"count", "lowest", "highest", "selected"}


def test_the_baseline_differs_from_itself_in_nothing(everything):
    base = everything[everything["option"] == "baseline"]
    assert set(base["effect"]) == {"none"}
    assert (base["change"].dropna() == 0).all()


def test_every_row_is_what_measure_says_of_the_changed_world(model, everything):
    for option in ("hotline_network", "missile_defence", "positive_incentives"):
        changed = dt.apply(model, option)
        for game in model.games:
            single = dt.measure(dt.formulate(changed, game))
            numbers = {n for n, row in MEASURES[model.games[game].form].items() if row.gives == "number"}
            single = single[single["equilibrium"].isna() & single["measure"].isin(numbers)]
            rows = everything[(everything["option"] == option) & (everything["game"] == game)]
            for _, row in single.iterrows():
                match = rows[(rows["measure"] == row["measure"]) & (rows["statistic"] == "selected")]
                match = match[match["player"].isna() if row["player"] is None else match["player"] == row["player"]]
                assert len(match) == 1
                assert match["value"].iloc[0] == pytest.approx(row["value"], nan_ok=True)


def test_portfolios_are_row_groups_in_the_order_given(model):
    table = dt.compare(model, ["missile_defence=.5+backchannels", {"hotline_network": 0.25}], ["direct"])
    assert table["option"].unique().tolist() == [
        "baseline", "backchannels+missile_defence=0.5", "hotline_network=0.25",
    ]  # fmt: skip


def test_a_portfolio_at_strength_zero_has_no_effect(model):
    table = dt.compare(model, [{id: 0.0 for id in model.options}])
    assert set(table["effect"]) == {"none"}


def test_effects_name_direction_appearance_and_infinities():
    nan, inf = math.nan, math.inf
    assert effect(1.0, 2.0) == "lower" and effect(2.0, 1.0) == "higher"
    assert effect(1.0, 1.0 + 1e-12) == "none" and effect(nan, nan) == "none" and effect(inf, inf) == "none"
    assert effect(nan, 1.0) == "disappears" and effect(1.0, nan) == "appears"
    assert effect(inf, 2.0) == "higher" and effect(2.0, inf) == "lower" and effect(-inf, 2.0) == "lower"
    assert change(inf, inf) == 0 and change(2.0, inf) == -inf and math.isnan(change(nan, 1.0))


def test_headlines_have_one_row_per_option_and_game_and_name_who_binds(model):
    table = headline_table(evaluate_portfolios(model, None, None))
    assert len(table) == 26 * len(model.games)
    assert set(table["binding"]) <= {*model.actors, ""}
    assert set(table["effect"]) <= {"lower", "higher", "none", "appears", "disappears"}


def test_uses_of_force_are_evaluated_and_never_ranked(model):
    ranked = dt.compare(model, objective="settlement")
    unranked = set(ranked[ranked["rank"].isna()]["option"])
    forced = {id for id, option in model.options.items() if not option.ranked}
    assert forced and unranked == forced | {"baseline"}
    values = ranked.dropna(subset="rank")["value"].tolist()
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"options": ["hotline"]}, "did you mean"),
        ({"options": ["hotline_network=2"]}, "strength"),
        ({"options": ["hotline_network=x"]}, "0 to 1"),
        ({"options": ["hotline_network+hotline_network"]}, "twice"),
        ({"games": ["boarder"]}, "did you mean 'border'"),
        ({"objective": "peace"}, "settlement"),
    ],
)
def test_bad_requests_get_one_sentence(model, arguments, said):
    with pytest.raises(dt.DeterrenceError, match=said) as caught:
        dt.compare(model, **arguments)
    assert "\n" not in str(caught.value)


def test_progress_is_reported_up_to_the_end(model):
    seen = []
    dt.compare(model, ["backchannels"], ["border"], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([{}], ["baseline"]),
        (["backchannels", "backchannels=1", {"backchannels": 1}], ["baseline", "backchannels"]),
        ("backchannels", ["baseline", "backchannels"]),
        ("hotline_network+backchannels=.5", ["baseline", "backchannels=0.5+hotline_network"]),
        ({"backchannels": 0.5}, ["baseline", "backchannels=0.5"]),
        (
            [{"backchannels": 0.12345678}, {"backchannels": 0.12345679}],
            ["baseline", "backchannels=0.12345678", "backchannels=0.12345679"],
        ),
    ],
)
def test_portfolios_and_games_that_come_to_the_same_are_compared_once(options, names):
    model = shipped("levant_2024")
    table = dt.compare(model, options, ["direct", "direct"])
    assert sorted(table["option"].unique()) == sorted(names) and table["option"].iloc[0] == "baseline"
    assert not table.duplicated(["game", "option", "statistic", "measure", "player"]).any()


def test_what_is_no_model_no_list_and_no_game_is_refused_in_a_sentence():
    model = shipped("textbook/chicken")
    for call, said in (
        (lambda: dt.compare("levant_2024"), r"use dt.load\('levant_2024'\)"),
        (lambda: dt.formulate("levant_2024", "border"), "a Model"),
        (lambda: dt.apply("levant_2024", "backchannels"), "a Model"),
        (lambda: dt.compare(model, 5), "a list of portfolios"),
        (lambda: dt.compare(model, games=5), "ids of games"),
    ):
        with pytest.raises(dt.DeterrenceError, match=said):
            call()
