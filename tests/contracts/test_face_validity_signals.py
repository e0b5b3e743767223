"""Ordinal checks of the games of threats, sanctions, mediation, talk and trust in the case.

What has to hold holds; what is contested shows both signs, with named values inside the declared ranges; and what an
option does not do at the default values is stated as found, so that a change is seen.
"""

import numpy as np
import pytest

import deterrence as dt
from deterrence.study.evaluation import evaluate_game
from deterrence.study.readers import readers
from deterrence.study.words import result_sentence, why_nothing_changed
from tests.shipped import shipped

GAMES = (
    *("ultimatum", "message", "standoff", "sanctions", "sanctions_coalition"),
    *("mediation", "mediation_border", "mediation_red_sea", "talk", "assurance"),
)

#: Which options act on which of these games, and no others do.
ACTS = {
    "backchannels": {"mediation", "talk"},
    "third_party_lines": {"mediation_border"},
    "sanctions_enforcement": {"sanctions_coalition"},
    "coordinated_sanctions": {"sanctions", "sanctions_coalition"},
    "conditional_relief": {"sanctions"},
    "carrier_presence": {"message"},
    "arms_pressure": {"ultimatum", "standoff"},
    "restrain_ally": {"ultimatum", "standoff"},  # through the supplies given in return
    "hochstein_plan": {"assurance"},
    "more_observers": {"assurance"},
    "informal_deal": {"assurance"},
    "face_saving": {"ultimatum"},
    "raid_and_threaten": {"ultimatum"},
}


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


def inside(model, values):
    """Return the model with some values, which have to lie inside the declared ranges."""
    for id, value in values.items():
        assert model.parameters[id].low <= value <= model.parameters[id].high, id
    return model.with_values(values)


def measure(model, game, name, player=None):
    table = dt.measure(dt.formulate(model, game))
    rows = table[(table["measure"] == name) & (table["player"] == player if player else True)]
    return float(rows.iloc[0]["value"])


def figures(model, game):
    """Return the figures of every equilibrium of a game, by its name."""
    return {member.name: member.details["figures"] for member in dt.solve(dt.formulate(model, game)).members}


def p_war(model, game="sanctions"):
    """Return the chance of war in the only equilibrium of a game."""
    ((_, found),) = figures(model, game).items()
    return found["p_war"]


def test_each_option_acts_where_its_mechanism_is_and_nowhere_else(model):
    found = {option: set(readers(model, option)) & set(GAMES) for option in model.options}
    assert {option: games for option, games in found.items() if games} == ACTS


def test_the_games_exist_over_the_whole_of_the_ranges(model):
    rng = np.random.default_rng(20241004)  # seed 20241004
    free = [p for p in model.parameters.values() if p.high > p.low and p.unit != "whole weeks"]
    drawn = model.with_values({p.id: rng.uniform(p.low, p.high, 1000) for p in free})
    assert all(dt.formulate(drawn, game).valid is None for game in GAMES)
    for end in ("low", "high"):
        corner = model.with_values({p.id: getattr(p, end) for p in free})
        for game in GAMES:
            assert dt.formulate(corner, game).valid is None


@pytest.mark.parametrize("game", GAMES)
def test_every_option_that_acts_leaves_certified_equilibria_and_a_sentence(model, game):
    before = evaluate_game(model, game)
    for option in [id for id, games in ACTS.items() if game in games]:
        after = evaluate_game(dt.apply(model, option), game)
        assert after.found.members and all(member.regret <= 1e-9 for member in after.found.members)
        sentence = result_sentence(before, after)
        assert sentence.endswith("Not a forecast.") and "nan" not in sentence
        assert "goes from" in sentence or "still" in sentence or why_nothing_changed(before, after)


# Talk and mediation


def test_regular_backchannels_let_more_be_told(model):
    after = dt.apply(model, "backchannels")
    assert measure(after, "talk", "best_receiver_value") > measure(model, "talk", "best_receiver_value")
    assert measure(after, "talk", "max_messages") == measure(model, "talk", "max_messages") == 2
    near = inside(model, {"talk.bias": 0.1, "effect.backchannels.bias": 0.5})
    assert measure(near, "talk", "max_messages") == 2
    assert measure(dt.apply(near, "backchannels"), "talk", "max_messages") == 3


def test_a_messenger_who_leans_to_either_side_carries_less(model):
    even = measure(inside(model, {"mediator.oman.bias": 0.0}), "talk", "best_receiver_value")
    for lean in (-0.3, 0.4):
        assert measure(inside(model, {"mediator.oman.bias": lean}), "talk", "best_receiver_value") < even


def test_a_mediator_adds_nothing_where_one_side_gains_by_attack_whatever_the_other_does(model):
    rng = np.random.default_rng(7)  # seed 7
    for game, parties in (("mediation_border", "israel hezbollah"), ("mediation_red_sea", "us.red_sea houthis")):
        ids = [f"mediation.{who}.{what}" for who in parties.split() for what in ("gain", "give_way", "clash")]
        starts = [{id: float(rng.uniform(model.parameters[id].low, model.parameters[id].high)) for id in ids}]
        for values in ({}, *starts):
            start = inside(model, values)
            if values and game == "mediation_red_sea":
                start = inside(start, {"mediation.houthis.clash": 1.0})
            assert measure(start, game, "gain") == pytest.approx(0, abs=1e-9)
            assert measure(dt.apply(start, "third_party_lines"), game, "gain") == pytest.approx(0, abs=1e-9)


def test_mediation_in_the_gulf_adds_nothing_by_default_and_something_where_giving_way_is_dear(model):
    """A miss at the default values: that one side gives way is, by the sum, no worse than that both hold back."""
    assert measure(model, "mediation", "gain") == pytest.approx(0, abs=1e-9)
    assert measure(dt.apply(model, "backchannels"), "mediation", "gain") == pytest.approx(0, abs=1e-9)
    dear = inside(model, {"mediation.us.give_way": -2.5})
    assert measure(dt.apply(dear, "backchannels"), "mediation", "gain") > measure(dear, "mediation", "gain") > 0.2


@pytest.mark.parametrize(
    ("game", "doubted"),
    [
        ("mediation", {"mediator.oman.bias": -0.1}),
        ("mediation_border", {"mediator.berri.bias": 0.3}),
        ("mediation_red_sea", {"mediator.qatar.bias": -0.1}),
    ],
)
def test_a_mediator_is_believed_if_its_ties_are_to_the_listener(model, game, doubted):
    assert measure(model, game, "is_credible") == 1
    assert measure(inside(model, doubted), game, "is_credible") == 0


def test_third_party_lines_make_the_mediator_believed_where_the_envoy_was_heard_too_much(model):
    envoy = inside(model, {"mediation.berri.voice": 0.3})
    assert measure(envoy, "mediation_border", "is_credible") == 0
    assert measure(dt.apply(envoy, "third_party_lines"), "mediation_border", "is_credible") == 1


# Sanctions


def test_staying_out_survives_every_effort_and_what_can_change_is_whether_a_coalition_exists(model):
    for portfolio in ("sanctions_enforcement", "coordinated_sanctions", "sanctions_enforcement+coordinated_sanctions"):
        assert "none" in figures(dt.apply(model, portfolio), "sanctions_coalition")
        assert len(figures(dt.apply(model, portfolio), "sanctions_coalition")) == 1
    tight = inside(model, {"effect.sanctions_enforcement.leakage": 0.5})
    joined = figures(dt.apply(tight, "sanctions_enforcement"), "sanctions_coalition")
    assert set(joined) == {"none", "us+eu+other_senders"}
    assert joined["us+eu+other_senders"]["p_concession"] == 1


def test_enforcement_and_coordination_raise_the_pressure_and_the_leakage_that_it_bears(model):
    def pressure(option):
        return measure(dt.apply(model, option), "sanctions_coalition", "full_pressure")

    base = measure(model, "sanctions_coalition", "full_pressure")
    assert pressure("sanctions_enforcement") > pressure("coordinated_sanctions") > base
    after = dt.apply(model, "coordinated_sanctions")
    assert measure(after, "sanctions_coalition", "critical_leakage") > measure(
        model, "sanctions_coalition", "critical_leakage"
    )


@pytest.mark.parametrize(
    ("option", "calmer"),
    [("coordinated_sanctions", {"crisis.iran.war": -3.0}), ("conditional_relief", {"crisis.us.war": -0.4})],
)
def test_calibrated_threats_bring_concessions_and_move_the_chance_of_a_clash_either_way(model, option, calmer):
    def concession(start):
        return next(iter(figures(start, "sanctions").values()))["p_concession"]

    assert concession(dt.apply(model, option)) > concession(model)
    assert p_war(dt.apply(model, option)) > p_war(model)
    other = inside(model, calmer)
    assert p_war(dt.apply(other, option)) < p_war(other)


# Threats


def test_carriers_make_a_bluff_rarer_to_call_and_leave_babbling_as_it_was(model):
    before, after = figures(model, "message"), figures(dt.apply(model, "carrier_presence"), "message")
    assert after["semi_separating"]["p_war"] < before["semi_separating"]["p_war"]
    assert after["babbling"]["p_war"] == before["babbling"]["p_war"] > before["semi_separating"]["p_war"]


def test_only_a_signal_that_costs_more_than_staying_out_is_worth_tells_senders_apart(model):
    dear = inside(model, {"message.sunk_cost": 2.5, "message.prelude": 0.0})
    assert figures(dear, "message")["separating"]["p_war"] == 0
    assert "separating" not in figures(model, "message")


def test_a_signal_that_is_also_a_prelude_says_less(model):
    wars = [
        figures(inside(model, {"message.prelude": share}), "message")["semi_separating"]["p_war"]
        for share in (0.0, 0.3, 0.6, 0.9)
    ]
    assert wars == sorted(wars) and wars[0] < wars[-1] < figures(model, "message")["babbling"]["p_war"]


def test_a_red_line_binds_once_the_standing_at_stake_exceeds_the_cost_of_war(model):
    least = measure(model, "ultimatum", "least_credible_cost")
    loose, bound = (inside(model, {"ultimatum.tied_cost": least + step}) for step in (-0.05, 0.05))
    assert figures(loose, "ultimatum")["semi_separating"]["p_war"] > 0
    assert all(found["p_war"] == 0 for found in figures(bound, "ultimatum").values())


def test_raid_and_threat_bind_at_the_defaults_and_stay_a_bluff_from_a_weaker_start(model):
    after = figures(dt.apply(model, "raid_and_threaten"), "ultimatum")
    assert max(found["p_war"] for found in figures(model, "ultimatum").values()) > 0
    assert max(found["p_war"] for found in after.values()) == 0
    weaker = figures(dt.apply(inside(model, {"ultimatum.tied_cost": 0.5}), "raid_and_threaten"), "ultimatum")
    assert weaker["semi_separating"]["p_war"] > 0 and weaker["babbling"]["p_war"] > 0


def test_saving_face_makes_stopping_likelier_and_war_no_rarer(model):
    before, after = figures(model, "ultimatum"), figures(dt.apply(model, "face_saving"), "ultimatum")
    assert after["semi_separating"]["p_challenge"] < before["semi_separating"]["p_challenge"]
    assert after["semi_separating"]["p_war"] == pytest.approx(before["semi_separating"]["p_war"])
    sure = inside(model, {"ultimatum.prior_strong": 0.35})
    assert "silent_pooling" not in figures(sure, "ultimatum")
    assert "silent_pooling" in figures(dt.apply(sure, "face_saving"), "ultimatum")


def test_arms_make_the_protege_stand_firmer_and_the_chance_of_war_moves_either_way(model):
    after = dt.apply(model, "arms_pressure")
    assert measure(after, "ultimatum", "least_credible_cost") < measure(model, "ultimatum", "least_credible_cost")
    assert measure(after, "standoff", "p_stay", "israel") > measure(model, "standoff", "p_stay", "israel")
    assert measure(after, "standoff", "p_stay", "iran") < measure(model, "standoff", "p_stay", "iran")
    assert p_war(after, "standoff") < p_war(model, "standoff")
    other = inside(model, {"standoff.iran.war": 6.0})
    assert p_war(dt.apply(other, "arms_pressure"), "standoff") > p_war(other, "standoff")


def test_an_israel_that_thinks_war_dear_to_iran_expects_it_to_give_way(model):
    chances = [
        figures(inside(model, {"standoff.iran.war": worst}), "standoff")["escalation"]["p_concede"]["iran"]
        for worst in (5.0, 10.0, 16.0)
    ]
    assert chances == sorted(chances) and chances[0] < chances[-1]


def test_swapping_the_two_sides_of_the_standoff_swaps_its_results(model):
    names = ("direct.{}.credibility", "standoff.{}.war", "direct.{}.gain")
    pairs = [(name.format("israel"), name.format("iran")) for name in names]
    values = {id: model.parameters[id].value for pair in pairs for id in pair}
    swapped = model.with_values({a: values[b] for pair in pairs for a, b in (pair, pair[::-1])})
    first, second = (figures(world, "standoff")["escalation"] for world in (model, swapped))
    assert list(first["p_concede"].values()) == pytest.approx(list(second["p_concede"].values())[::-1])
    assert first["p_war"] == pytest.approx(second["p_war"])


# Assurance


def test_without_assurance_no_first_step_helps_and_with_it_calm_can_be_kept(model):
    none, full = (model.with_values({"trust.prior": belief}) for belief in (0.0, 1.0))
    assert measure(none, "assurance", "is_reassurable") == 0
    assert set(figures(none, "assurance")) == {"all_defect"}
    assert max(found["p_cooperation"] for found in figures(full, "assurance").values()) == 1


def test_a_first_step_of_the_right_size_reassures_below_the_belief_that_cooperation_at_once_asks(model):
    assert model.parameters["trust.prior"].value < measure(model, "assurance", "trust_threshold")
    assert "reassurance" not in figures(model, "assurance")
    assert "reassurance" in figures(inside(model, {"trust.first_step": 0.45}), "assurance")


@pytest.mark.parametrize(
    ("option", "size", "is_too_large"),
    [("hochstein_plan", 0.45, True), ("informal_deal", 0.5, False)],
)
def test_the_first_step_of_a_deal_misses_by_default_and_reassures_inside_the_range(model, option, size, is_too_large):
    """A miss at the default values: one plan asks too much at once, the other too little to mean anything."""
    after = dt.apply(model, option)
    assert measure(after, "assurance", "reassurance_margin") < 0
    step = float(dt.formulate(after, "assurance").first_stake)
    assert (step > measure(after, "assurance", "window_high")) is is_too_large
    fitting = inside(model, {f"effect.{option}.first_step": size})
    assert "reassurance" in figures(dt.apply(fitting, option), "assurance")


def test_verification_widens_the_steps_that_reassure(model):
    after = dt.apply(model, "more_observers")
    assert measure(after, "assurance", "window_width") > measure(model, "assurance", "window_width")
    assert measure(after, "assurance", "window_low") > measure(model, "assurance", "window_low")
