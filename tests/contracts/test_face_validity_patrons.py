"""Ordinal checks of patrons and their partners, of incentives, and the rows that the games on power claim.

As in ``test_face_validity_power``: named values lie inside the declared ranges.
"""

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.delegation_measures import corner
from tests.contracts.power_figures import PATRONS, at, change, drawn, effort_of, gain
from tests.shipped import shipped


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


@pytest.fixture(scope="module")
def draws(model):
    return drawn(model)


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
