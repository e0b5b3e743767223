"""By which mechanism the options of the case act in the repeated games, when they do nothing, when they backfire."""

import math

import pytest

import deterrence as dt
from deterrence.world.evaluation import leaves
from tests.shipped import shipped

FRONTS = ("border", "direct", "gulf", "red_sea", "bases")


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


def measure(model, game, name, player=None):
    table = dt.measure(dt.formulate(model, game))
    rows = table[(table["measure"] == name) & (table["player"] == player if player else True)]
    row = rows.iloc[0]
    return row["label"] if isinstance(row["label"], str) and row["label"] else float(row["value"])


def test_no_single_option_sustains_restraint_on_the_border_and_a_portfolio_of_deals_does(model):
    assert not any(measure(dt.apply(model, option), "border", "is_sustained") for option in model.options)
    assert measure(dt.apply(model, "hochstein_plan+informal_deal"), "border", "is_sustained") == 1
    wide = "hochstein_plan+more_observers+third_party_lines+lebanon_first+face_saving"
    assert measure(dt.apply(model, wide), "border", "is_sustained") == 1


def test_a_ceasefire_in_gaza_and_relocation_each_remove_one_sides_obstacle(model):
    quiet, moved = model.with_values({"gaza.fighting": 0}), dt.apply(model, "hochstein_plan")
    holds = {
        (name, player): measure(world, "border", "critical_discount", player)
        <= model.parameters[f"{player}.patience"].value
        for name, world in (("quiet", quiet), ("moved", moved))
        for player in ("israel", "hezbollah")
    }
    assert holds == {
        ("quiet", "israel"): False, ("quiet", "hezbollah"): True,
        ("moved", "israel"): True, ("moved", "hezbollah"): False,
    }  # fmt: skip


def test_nothing_is_sustained_on_the_border_in_october_2024_and_restraint_is_in_the_calm_before(model):
    assert measure(model, "border", "is_sustained") == 0
    assert measure(dt.with_scenario(model, "quiet_2006"), "border", "is_sustained") == 1


def test_the_border_is_no_dilemma_by_assumption(model):
    assert measure(model, "border", "class", "israel") == "dilemma"
    unsecured = model.with_values({"border.secured": 0, "border.guarantee": 0, "border.rent": 0})
    assert measure(unsecured, "border", "class", "israel") == "deadlock"
    assert measure(model.with_values({"border.secured": 1}), "border", "class", "israel") == "stag_hunt"


def test_in_a_deadlock_no_channel_helps(model):
    unsecured = model.with_values({"border.secured": 0, "border.guarantee": 0, "border.rent": 0})
    better = dt.apply(unsecured, ["backchannels", "hotline_network", "third_party_lines", "more_observers"])
    assert measure(better, "border", "critical_discount", "israel") == math.inf


@pytest.mark.parametrize("gaza", [0, 1])
def test_without_assurance_no_patience_sustains_restraint_by_hezbollah(model, gaza):
    hopeless = model.with_values({"border.assurance": 0, "gaza.fighting": gaza})
    assert measure(hopeless, "border", "critical_discount", "hezbollah") == math.inf


def test_full_assurance_restores_a_region_of_restraint(model):
    assured = model.with_values({"border.assurance": 1})
    assert measure(assured, "border", "critical_discount", "hezbollah") < 1


def test_a_ceasefire_in_gaza_makes_restraint_easier_for_hezbollah(model):
    quiet = model.with_values({"gaza.fighting": 0})
    assert measure(quiet, "border", "critical_discount", "hezbollah") < measure(
        model, "border", "critical_discount", "hezbollah"
    )


def test_lebanon_first_does_nothing_good_while_the_linkage_binds_and_helps_once_gaza_ceases(model):
    bound = model.with_values({"linkage.hezbollah_hamas": 1})
    assert measure(dt.apply(bound, "lebanon_first"), "border", "critical_discount", "hezbollah") == math.inf
    free = model.with_values({"gaza.fighting": 0})
    after = dt.apply(free, "lebanon_first")
    assert measure(after, "border", "critical_discount", "hezbollah") < measure(
        free, "border", "critical_discount", "hezbollah"
    )


def test_carriers_leave_hezbollah_and_houthis_unmoved_by_default_but_not_by_construction(model):
    for front in ("border", "red_sea"):
        assert front not in moved_games(model, "carrier_presence")
    feared = model.with_values({"effect.carrier_presence.hezbollah": 0.5, "effect.carrier_presence.houthis": 0.5})
    assert {"border", "red_sea"} <= moved_games(feared, "carrier_presence")
    changed = dt.apply(model, "carrier_presence")
    assert measure(changed, "direct", "critical_discount", "iran") < measure(
        model, "direct", "critical_discount", "iran"
    )
    assert measure(changed, "direct", "critical_discount", "israel") > measure(
        model, "direct", "critical_discount", "israel"
    )


def moved_games(model, option):
    """Return the restraint games of which some argument moves under an option."""
    changed = dt.apply(model, option)
    return {
        front
        for front in FRONTS
        if [float(dt.evaluate(model, f)) for f in leaves(model.games[front].arguments)]
        != [float(dt.evaluate(changed, f)) for f in leaves(changed.games[front].arguments)]
    }


def test_hotlines_help_unless_they_make_holding_back_so_easy_that_no_answer_is_credible(model):
    helped = dt.apply(model, "hotline_network")
    assert measure(helped, "direct", "critical_discount", "israel") < measure(
        model, "direct", "critical_discount", "israel"
    )
    share = model.parameters["direct.quiet_share"]
    hidden = model.with_values({share.id: share.high})
    assert measure(hidden, "direct", "is_sustained") == 1
    assert measure(dt.apply(hidden, "hotline_network"), "direct", "class", "iran") == "chicken"
    assert measure(dt.apply(hidden, "hotline_network"), "direct", "is_sustained") == 0


def test_missile_defence_lowers_the_attackers_temptation_and_raises_the_defended_sides(model):
    before, after = (dt.formulate(m, "border") for m in (model, dt.apply(model, "missile_defence")))
    assert after.temptation[1] < before.temptation[1] and after.temptation[0] > before.temptation[0]


def test_missile_defence_does_less_past_saturation(model):
    def relief(load):
        start = model.with_values({"direct.salvo_load": load})
        return (
            dt.formulate(start, "direct").temptation[1]
            - dt.formulate(dt.apply(start, "missile_defence"), "direct").temptation[1]
        )

    assert relief(0.5) == pytest.approx(relief(1.0)) and relief(1.0) > relief(2.0) > relief(3.0) > 0


def test_detection_helps_and_the_false_alarms_of_observers_can_undo_it(model):
    calm = dt.with_scenario(model, "quiet_2006")
    before = measure(calm, "border", "critical_discount", "israel")

    def after(false_alarms):
        start = calm.with_values({"effect.more_observers.false_alarms": false_alarms})
        return measure(dt.apply(start, "more_observers"), "border", "critical_discount", "israel")

    bounds = model.parameters["effect.more_observers.false_alarms"]
    assert after(bounds.low) < before < after(bounds.high)


def test_incentives_that_war_does_not_destroy_change_no_threshold(model):
    calm = dt.with_scenario(model, "quiet_2006")
    safe = calm.with_values({"rent.forfeited": 0})
    for player in ("israel", "hezbollah"):
        assert measure(dt.apply(safe, "positive_incentives"), "border", "critical_discount", player) == measure(
            safe, "border", "critical_discount", player
        )
        reaching = calm.with_values({"effect.positive_incentives.reach_hezbollah": 0.5})
        assert measure(dt.apply(reaching, "positive_incentives"), "border", "critical_discount", player) < measure(
            reaching, "border", "critical_discount", player
        )


def test_incentives_that_bypass_hezbollah_leave_its_threshold_alone(model):
    calm = dt.with_scenario(model, "quiet_2006").with_values({"effect.positive_incentives.reach_hezbollah": 0})
    after = dt.apply(calm, "positive_incentives")
    assert measure(after, "border", "critical_discount", "hezbollah") == measure(
        calm, "border", "critical_discount", "hezbollah"
    )


def test_sanctions_move_irans_own_incentive_only_when_relief_depends_on_restraint(model):
    plain = model.with_values({"effect.sanctions_enforcement.retaliation": 0})
    before = measure(plain, "gulf", "critical_discount", "iran")
    enforced = measure(dt.apply(plain, "sanctions_enforcement"), "gulf", "critical_discount", "iran")
    assert enforced == pytest.approx(before, rel=1e-12)
    assert measure(dt.apply(plain, "conditional_relief"), "gulf", "critical_discount", "iran") < before


def test_arms_pressure_pulls_the_two_sides_apart(model):
    before, after = (dt.formulate(m, "border") for m in (model, dt.apply(model, "arms_pressure")))
    gap = [[float(g.reward[i] - g.punishment[i]) for g in (before, after)] for i in (0, 1)]
    assert gap[0][1] < gap[0][0] and gap[1][1] > gap[1][0]


def test_decapitation_has_both_signs_for_resolve(model):
    effect = model.parameters["effect.decapitation.resolve"]
    assert effect.low < 0 < effect.high
    changed = dt.apply(model, "decapitation")
    assert dt.formulate(changed, "border").false_alarm > dt.formulate(model, "border").false_alarm


def test_without_the_patrons_support_the_militias_are_in_no_deadlock(model):
    assert measure(model, "bases", "class", "iraqi_militias") == "deadlock"
    alone = model.with_values({"support.iraqi_militias": 0.4})
    assert measure(alone, "bases", "class", "iraqi_militias") != "deadlock"


def test_every_probability_stays_one_under_every_option_at_both_ends_of_every_effect(model):
    effects = [p for p in model.parameters.values() if p.id.startswith("effect.")]
    for pick in ("low", "high"):
        start = model.with_values({p.id: getattr(p, pick) for p in effects})
        for option in start.options:
            changed = dt.apply(start, option)
            for front in FRONTS:
                game = dt.formulate(changed, front)
                assert 0 <= game.false_alarm < game.detection <= 1, (option, front)


def test_reach_is_ordered_as_the_sources_describe_it(model):
    pairs = [("us", "israel"), ("us", "iran"), ("israel", "hezbollah"), ("israel", "iran")]
    values = [float(dt.reach(model, *pair)) for pair in pairs]
    assert values == sorted(values, reverse=True) and values[-1] == 0
