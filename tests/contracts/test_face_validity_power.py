"""Ordinal checks of the games on power: brink, third-party cover, deals on a buffer, patrons and their partners.

What has to hold holds; what the sources contest shows both signs at named values inside the declared ranges; where
nothing is expected, a named parameter that moves inside its range gives an effect. What misses is stated as found.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.delegation_measures import corner, effort
from deterrence.games.power_shift_measures import gain_from_war, is_war

PATRONS = ("patron_hezbollah", "patron_houthis", "patron_militias")
FOLDER = Path(__file__).resolve().parents[2] / "models" / "levant_2024"


@pytest.fixture(scope="module")
def model():
    return dt.load("levant_2024")


@pytest.fixture(scope="module")
def draws(model):
    """Return the model with every parameter drawn uniformly and independently from its declared range."""
    rng = np.random.default_rng(20241004)  # seed 20241004
    free = [p for p in model.parameters.values() if p.high > p.low and p.unit != "whole weeks"]
    return model.with_values({p.id: rng.uniform(p.low, p.high, 3000) for p in free})


def at(model, **values):
    """Return the model at named values, each inside its declared range; ``__`` stands for the dot of an id."""
    named = {id.replace("__", "."): value for id, value in values.items()}
    for id, value in named.items():
        assert model.parameters[id].low <= value <= model.parameters[id].high, id
    return model.with_values(named)


def figure(model, game, name, option=None):
    """Return a figure of the equilibrium, with an option or without; an array if the model carries draws."""
    formed = dt.formulate(dt.apply(model, [option]) if option else model, game)
    found = [(c.exists, c.figures[name]) for c in formed.candidates()]
    assert np.all(sum(np.asarray(exists, dtype=int) for exists, _ in found) == 1)  # one equilibrium, in every draw
    shares = np.select([np.asarray(exists) for exists, _ in found], [np.asarray(value, float) for _, value in found])
    return shares if shares.ndim else float(shares)


def change(model, game, name, option):
    return figure(model, game, name, option) - figure(model, game, name)


def effort_of(model, game, option=None):
    return effort(dt.formulate(dt.apply(model, [option]) if option else model, game))


def gain(model, option=None):
    return gain_from_war(dt.formulate(dt.apply(model, [option]) if option else model, "buffer_deal"))


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


# 7: sanctions and partners


def test_enforcement_leaves_a_partner_driven_by_itself_exactly_alone_and_lowers_paid_effort(model):
    """Check 7."""
    assert [corner(dt.formulate(model, game)) for game in PATRONS] == ["interior", "self_motivated", "interior"]
    for option in ("sanctions_enforcement", "interdiction"):
        assert effort_of(model, "patron_houthis", option) == effort_of(model, "patron_houthis")
    for game in ("patron_hezbollah", "patron_militias"):
        assert effort_of(model, game, "sanctions_enforcement") < effort_of(model, game)


def test_which_partner_is_paid_is_open_inside_the_ranges(model, draws):
    """Check 7, contested: paid Houthis, and a Hezbollah that needs no pay."""
    paid = at(model, patron__houthis__benefit=3.5)
    assert effort_of(paid, "patron_houthis", "sanctions_enforcement") < effort_of(paid, "patron_houthis")
    driven = at(model, patron__hezbollah__benefit=2.0, lebanon__blame=0.2)
    assert corner(dt.formulate(driven, "patron_hezbollah")) == "self_motivated"
    assert effort_of(driven, "patron_hezbollah", "sanctions_enforcement") == effort_of(driven, "patron_hezbollah")
    for game in PATRONS:
        kinds = corner(dt.formulate(draws, game))
        assert {"interior", "self_motivated", "none"} <= set(kinds)
        moved = effort_of(draws, game, "sanctions_enforcement") - effort_of(draws, game)
        assert np.all(moved <= 0) and np.all(moved[kinds == "self_motivated"] == 0)


def test_a_stake_in_calm_is_partly_offset_by_the_patron(model):
    """Row P11: paid partners give up half of what the stake alone would take, the driven one all of it."""
    stake = model.parameters["effect.vested_stakes.stake"].value * model.parameters["rent.forfeited"].value
    for game, share in (("patron_hezbollah", 0.5), ("patron_militias", 0.5), ("patron_houthis", 1.0)):
        cost = dt.formulate(model, game).effort_cost
        lost = effort_of(model, game) - effort_of(model, game, "vested_stakes")
        assert lost == pytest.approx(share * stake / cost)


def test_relief_that_depends_on_partners_lowers_what_they_are_paid_for_or_feeds_them(model, draws):
    """Row M12, contested: being held to account costs Iran its relief; money that comes in makes support cheaper."""
    assert effort_of(model, "patron_hezbollah", "conditional_relief") < effort_of(model, "patron_hezbollah")
    eased = at(
        model,
        effect__conditional_relief__relief=0.1,
        effect__conditional_relief__strain=0.7,
        sanctions__leakage=0.2,
    )
    assert effort_of(eased, "patron_hezbollah", "conditional_relief") > effort_of(eased, "patron_hezbollah")
    moved = effort_of(draws, "patron_militias", "conditional_relief") - effort_of(draws, "patron_militias")
    assert np.any(moved < 0) and np.any(moved > 0)


def test_a_patron_that_is_held_to_account_pays_less(model):
    """Row M12: what partners cost the patron lowers what it pays them."""
    dear = at(model, patron__iran__loss=4.0)
    assert effort_of(dear, "patron_hezbollah") < effort_of(model, "patron_hezbollah")


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


# 14: positive incentives


def test_income_that_war_does_not_destroy_changes_nothing(model):
    """Check 14."""
    kept = at(model, rent__forfeited=0.0)
    assert gain(kept, "positive_incentives") == gain(kept)
    assert change(kept, "buffer_terms", "p_war", "positive_incentives") == 0
    assert effort_of(kept, "patron_hezbollah", "positive_incentives") == effort_of(kept, "patron_hezbollah")


def test_income_that_bypasses_hezbollah_leaves_its_effort_alone(model):
    """Check 14: the deal of 2022 did not prevent 8 October 2023."""
    bypassed = at(model, effect__positive_incentives__reach_hezbollah=0.0)
    assert effort_of(bypassed, "patron_hezbollah", "positive_incentives") == effort_of(bypassed, "patron_hezbollah")


def test_income_that_is_lost_in_war_and_reaches_both_works_on_both(model):
    """Check 14, the other half."""
    assert gain(model, "positive_incentives") < 0 < gain(model)
    assert change(model, "buffer_terms", "p_war", "positive_incentives") < 0
    assert effort_of(model, "patron_hezbollah", "positive_incentives") < effort_of(model, "patron_hezbollah")


# Rows of the requirements that these games claim


@pytest.mark.parametrize(
    ("row", "game", "parameter"),
    [
        ("M12", "patron_hezbollah", "patron.iran.loss"),
        ("M15", "buffer_terms", "buffer.hezbollah.cost_high"),
        ("M19", "buffer_deal", "buffer.power_later"),
        ("M29", "extended", "us.entry"),
        ("M36", "brink", "brink.iran.war"),
        ("M41", "brink", "brink.top_risk"),
        ("R2", "buffer_deal", "buffer.resupply"),
        ("S7", "buffer_terms", "buffer.hezbollah.cost_low"),
    ],
)
def test_a_claimed_row_moves_its_game(model, row, game, parameter):
    table = dt.coverage(model).set_index("id")
    assert f"game:{game}" in table.claimed_by[row].split()
    declared = model.parameters[parameter]
    ends = [dt.measure(dt.formulate(model.with_values({parameter: v}), game)) for v in (declared.low, declared.high)]
    assert not ends[0].equals(ends[1])


def test_riper_conditions_widen_the_range_of_a_deal(model):
    """Row M15: the more an all-out war would cost each side, the more terms both prefer to it."""
    width = [
        dt.measure(dt.formulate(m, "buffer_terms")).set_index("measure").value["range_width"]
        for m in (model, at(model, buffer__hezbollah__cost_low=0.2), at(model, buffer__israel__war_cost=0.5))
    ]
    assert width[1] > width[0] and width[2] > width[0]
