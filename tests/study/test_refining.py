import pytest

import deterrence as dt
from deterrence.solvers import solve
from deterrence.study.evaluation import evaluate_game, evaluate_portfolios
from deterrence.study.refining import (
    PICKED,
    by_line,
    chosen,
    left_out,
    measured,
    notes,
    outcome_names,
    pick,
    refine,
    refinements_of,
)
from tests.games.trees import beer_quiche
from tests.shipped import shipped

BLUFFING = evaluate_game(shipped("published/zagare_kilgour_2000"), "bluffing")
MODEL = shipped("levant_2024")
ULTIMATUM = evaluate_game(MODEL, "ultimatum")


@pytest.mark.parametrize(
    ("game", "refinement"),
    [
        (BLUFFING.game, "d1"),
        (ULTIMATUM.game, "d1"),
        (ULTIMATUM.game, "intuitive"),
        (beer_quiche(), "intuitive"),
        (beer_quiche(), "d1"),
    ],
)
def test_refining_a_set_gives_what_solving_with_the_refinement_gives(game, refinement):
    everything, asked = solve(game), solve(game, refinement=refinement)
    refined = refine(everything, refinement)
    assert [member.name for member in refined.members] == [member.name for member in asked.members]
    assert refined.selected.name == asked.selected.name and refined.rule == asked.rule
    gone = left_out(everything, refinement)
    assert len(refined.members) + len(gone) == len(everything.members)
    assert all(why and f"'{name}': {why}" in refined.sentence for name, why in gone.items())


def test_the_refinements_of_a_game_are_those_that_were_judged():
    assert refinements_of(BLUFFING.found) == ("d1",)
    assert refinements_of(ULTIMATUM.found) == ("intuitive", "d1")
    assert refinements_of(evaluate_game(MODEL, "extended").found) == ()
    unjudged = evaluate_game(MODEL, "brink").found
    assert refine(unjudged, "d1") is unjudged


def test_where_a_refinement_leaves_nothing_the_set_says_so():
    one = pick(BLUFFING.found, "untested")
    only = type(one)((one.selected,), one.status, one.sentence, one.method, one.players, one.rule, 0)
    refined = refine(only, "d1")
    assert refined.status == "none" and refined.selected is None and "leaves out 'untested'" in refined.sentence


def test_a_pick_is_shown_and_a_name_that_is_not_there_changes_nothing():
    found = pick(ULTIMATUM.found, "semi_separating")
    assert found.selected.name == "semi_separating" and found.rule == PICKED
    assert found.members == ULTIMATUM.found.members
    assert pick(ULTIMATUM.found, "nothing") is ULTIMATUM.found


def test_a_run_takes_a_name_with_spaces_and_refuses_what_is_not_there():
    (one,) = chosen([ULTIMATUM], None, "semi separating")
    assert one.found.selected.name == "semi_separating"
    with pytest.raises(dt.OptionError, match="known are: babbling, semi_separating"):
        chosen([ULTIMATUM], None, "pooling")
    with pytest.raises(dt.OptionError, match="one game"):
        chosen([ULTIMATUM, BLUFFING], None, "babbling")
    with pytest.raises(dt.OptionError, match="signalling"):
        chosen([evaluate_game(MODEL, "brink")], "d1", None)
    with pytest.raises(dt.OptionError, match="refinement"):
        chosen([ULTIMATUM], "divinity", None)


def test_a_pick_that_a_portfolio_takes_away_is_told():
    model = shipped("published/zagare_kilgour_2000")
    sure = evaluate_game(model.with_values({"defender.credibility": 0.9}), "bluffing", "sure")
    evaluations = chosen([BLUFFING, sure], None, "bluff")
    (note,) = notes(evaluations, "bluff")
    assert "with sure there is no equilibrium 'bluff'" in note
    lines = by_line({"before": BLUFFING, "after": sure}, "", "bluff")
    assert lines["before"].found.rule == PICKED and lines["after"].found.rule == "worst"


def test_the_measures_of_a_refined_game_are_those_of_the_equilibria_left():
    (one,) = chosen([BLUFFING], "d1", None)
    table = measured(one)
    assert set(table["equilibrium"].dropna()) == {"bluff"}
    assert table.loc[table["measure"] == "equilibria", "value"].tolist() == [1.0]


def test_outcomes_are_named_once_over_all_sets():
    after = next(iter(evaluate_portfolios(MODEL, [], ["ultimatum"])))
    assert outcome_names([ULTIMATUM.found, after.found]) == ["concession", "war", "no_challenge"]
