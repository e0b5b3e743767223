"""Ordinal checks of the games on power: brink, third-party cover, deals on a buffer.

What has to hold holds; what the sources contest shows both signs at named values inside the declared ranges; where
nothing is expected, a named parameter that moves inside its range gives an effect. What misses is stated as found.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.power_shift_measures import is_war
from tests.contracts.power_figures import PATRONS, at, change, drawn, effort_of, figure, gain
from tests.shipped import shipped

FOLDER = Path(__file__).resolve().parents[2] / "models" / "levant_2024"


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def draws(model):
    return drawn(model)


# 5: carriers


def test_carriers_never_make_iran_attack_more_and_move_it_where_it_counts_itself_as_struck(model, draws):
    """Check 5, in the game of third-party cover. The default of no effect is a corner of named parameters."""
    assert change(model, "extended", "p_attack", "carrier_presence") == 0
    assert figure(model, "extended", "p_intervention", "carrier_presence") > figure(model, "extended", "p_intervention")
    struck = at(model, extended__provocation=0.9, effect__carrier_presence__entry=0.7)
    assert (figure(struck, "extended", "p_attack"), figure(struck, "extended", "p_attack", "carrier_presence")) == (
        1,
        0,
    )
    moved = change(draws, "extended", "p_attack", "carrier_presence")
    assert np.all(moved <= 0) and np.any(moved < 0)
    for game in PATRONS:
        assert effort_of(model, game, "carrier_presence") == effort_of(model, game)


def test_the_same_cover_can_make_israel_resist_an_attack_that_comes_all_the_same(model):
    """Check 5, contested: more believable help turns giving way into a fight."""
    bold = at(
        model,
        extended__provocation=1.0,
        direct__iran__us_loss=0.5,
        direct__israel__rung3=-3.5,
        israel__risk_acceptance=0.1,
        direct__israel__gamble=0.0,
        direct__israel__credibility=0.5,
        direct__israel__us_cover=1.5,
        us__entry=0.6,
        effect__carrier_presence__entry=0.7,
    )
    assert figure(bold, "extended", "p_attack", "carrier_presence") == 1
    assert change(bold, "extended", "p_conflict", "carrier_presence") == 1


def test_the_default_of_the_game_of_cover_misses_the_salvo_of_october(model):
    """A miss, stated as found: Iran holds back unless it counts holding back as leaving most of a strike unanswered."""
    assert figure(model, "extended", "p_attack") == 0
    assert figure(at(model, extended__provocation=0.9), "extended", "p_attack") == 1
    with (FOLDER / "timeline.csv").open(encoding="utf-8", newline="") as file:
        assert any("E15" in row["refs"].split() for row in csv.DictReader(file))


# 6: the direct hotline


def test_a_hotline_makes_no_step_riskier_and_its_effect_on_choices_has_both_signs(model, draws):
    """Check 6, contested, in the game of the brink."""
    for start in (model, draws):
        before, after = (dt.formulate(m, "brink") for m in (start, dt.apply(start, ["us_iran_hotline"])))
        # Mechanical: the same steps under the new risks. The first step is as risky as before, the others less.
        assert all(np.all(new <= old) for old, new in zip(before.risks, after.risks, strict=True))
        assert np.all(before.risks[0] == after.risks[0]) and np.all(before.risks[-1] > after.risks[-1])
    assert change(model, "brink", "p_disaster", "us_iran_hotline") == pytest.approx(-0.02)
    assert change(at(model, brink__top_risk=0.45), "brink", "p_disaster", "us_iran_hotline") == pytest.approx(0.02)
    moved = change(draws, "brink", "p_disaster", "us_iran_hotline")
    assert np.any(moved < 0) and np.any(moved > 0)


def test_the_hotline_makes_higher_steps_tolerable_to_both(model):
    """Check 6: lower risk emboldens, whoever gains by it."""
    table = dt.compare(model, ["us_iran_hotline"], ["brink"])
    rows = table[(table.measure == "highest_rung") & (table.option == "us_iran_hotline") & table.player.notna()]
    assert set(rows.effect) == {"higher"} and set(rows.player) == {"us", "iran"}


def test_the_default_of_the_brink_rests_on_a_narrow_margin(model):
    """Who wins turns on single steps: with a hotline a little less or more effective nothing changes."""
    for left in (0.3, 0.75, 0.9):
        still = at(model, effect__us_iran_hotline__top_risk=left)
        assert change(still, "brink", "p_disaster", "us_iran_hotline") == 0


def test_the_classic_brink_has_no_exchange_that_goes_on(draws):
    """Row M41: with everything known at most one step is taken, so the salvos of April and October have no place."""
    assert np.max(figure(draws, "brink", "climbs")) == 1


def test_lines_other_than_the_direct_one_leave_the_brink_alone(model):
    for option in ("backchannels", "hotline_network", "third_party_lines", "carrier_presence"):
        assert change(model, "brink", "p_disaster", option) == 0


# 8: defences


def test_missile_defence_lowers_irans_value_of_striking_and_raises_israels_demand(model):
    """Check 8."""
    after = dt.apply(model, ["missile_defence"])
    assert dt.formulate(after, "extended").challenger[1] < dt.formulate(model, "extended").challenger[1]
    assert change(model, "buffer_terms", "demand", "missile_defence") > 0


def test_the_benefit_of_missile_defence_shrinks_past_saturation(model):
    """Check 8: more weapons at once than defences can engage."""

    def saved(start):
        return (
            dt.formulate(start, "buffer_terms").own_cost
            - dt.formulate(dt.apply(start, ["missile_defence"]), "buffer_terms").own_cost
        )

    def taken(start):
        after = dt.apply(start, ["missile_defence"])
        return dt.formulate(start, "extended").challenger[1] - dt.formulate(after, "extended").challenger[1]

    assert 0 < saved(at(model, border__mass_load=6.0)) < saved(at(model, border__mass_load=1.0))
    assert 0 < taken(at(model, direct__salvo_load=3.0)) < taken(at(model, direct__salvo_load=1.0))


def test_what_missile_defence_does_to_the_chance_of_war_is_a_rise_or_nothing(model, draws):
    """Check 8: cheaper war makes Israel ask for more, or changes nothing; found, not contested."""
    moved = change(draws, "buffer_terms", "p_war", "missile_defence")
    assert np.all(moved >= -1e-12) and np.any(moved > 1e-9) and np.any(np.abs(moved) < 1e-12)
    assert gain(model, "missile_defence") > gain(model)


# 10: observers on the border


def needed(model, player, option=None):
    table = dt.measure(dt.formulate(dt.apply(model, [option]) if option else model, "border"))
    rows = table[(table.measure == "critical_discount") & (table.player == player)]
    return float(rows.value.iloc[0])


def test_observers_ease_restraint_by_what_they_see_and_undo_it_by_what_they_see_wrongly(model):
    """Check 10, on the border game."""
    exact = at(model, effect__more_observers__false_alarms=0.0)
    assert needed(exact, "israel", "more_observers") < needed(exact, "israel")
    jumpy = at(model, effect__more_observers__false_alarms=0.05)
    assert needed(jumpy, "israel", "more_observers") > needed(jumpy, "israel")


# 12: a worsening trend


def test_a_faster_adverse_shift_turns_the_deal_to_war(model):
    """Check 12."""
    wars = [is_war(dt.formulate(at(model, buffer__power_later=p), "buffer_deal")) for p in (0.4, 0.45, 0.55, 0.7)]
    assert wars == sorted(wars) and (wars[0], wars[-1]) == (0, 1)


def test_interdiction_delays_the_shift_and_resupply_restores_it(model, draws):
    """Check 12, rows M19 and R2."""
    assert gain(model) > 0 > gain(model, "interdiction")
    resupplied = at(model, buffer__resupply=0.1)
    assert gain(resupplied, "interdiction") > 0
    assert np.all(gain(draws, "interdiction") <= gain(draws))


def test_the_default_deal_is_a_close_call_and_most_draws_find_peace(model, draws):
    assert 0 < gain(model) < 0.05
    assert 0 < np.mean(gain(draws) > 0) < 0.5


def test_an_ally_is_restrained_by_what_it_would_lose_and_loosened_by_what_it_is_paid(model):
    """Row P19, contested."""
    assert gain(model, "restrain_ally") < gain(model)
    paid = at(
        model,
        effect__restrain_ally__payment=0.8,
        effect__restrain_ally__miss=0.9,
        us__disapproval=0.5,
        buffer__arms_relief=0.4,
        buffer__israel__war_cost=0.5,
    )
    assert gain(paid, "restrain_ally") > gain(paid)


# 13: arms as pressure


def test_arms_make_hezbollah_concede_more_and_israel_stand_firmer_and_the_net_sign_flips(model, draws):
    """Check 13, contested."""
    before, after = (dt.formulate(m, "buffer_terms") for m in (model, dt.apply(model, ["arms_pressure"])))
    assert after.cost_low > before.cost_low and after.cost_high > before.cost_high and after.own_cost < before.own_cost
    covered = [dt.formulate(m, "extended").protege for m in (model, dt.apply(model, ["arms_pressure"]))]
    assert covered[1][2] > covered[0][2] and covered[1][3] > covered[0][3] and covered[1][1] == covered[0][1]
    assert change(model, "buffer_terms", "demand", "arms_pressure") > 0
    assert change(model, "buffer_terms", "p_war", "arms_pressure") > 0
    pressing = at(model, buffer__arms_pressure=0.4, buffer__arms_relief=0.05)
    assert change(pressing, "buffer_terms", "p_war", "arms_pressure") < 0
    moved = change(draws, "buffer_terms", "p_war", "arms_pressure")
    assert np.any(moved < 0) and np.any(moved > 0)
    assert gain(model, "arms_pressure") > gain(model)


def test_arms_can_decide_whether_israel_resists(model):
    """Check 13, in the game of third-party cover."""
    doubtful = at(
        model,
        direct__israel__rung3=-4.5,
        israel__risk_acceptance=0.1,
        direct__israel__credibility=1.5,
        extended__israel__arms_value=1.5,
    )
    found = [figure(doubtful, "extended", "p_resist", option) for option in (None, "arms_pressure")]
    assert found == [0, 1]
