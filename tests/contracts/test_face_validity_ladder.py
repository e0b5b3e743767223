"""Ordinal checks of the regional ladder: what has to hold holds, what the sources contest shows both signs.

Values named here lie inside the ranges of the file, and no default was moved. Where a default shows one sign only, or a
sign that readers may not expect, the test states what is found, so that a change is seen.
"""

import numpy as np
import pytest

import deterrence as dt
from deterrence.games.ladder_paths import Course
from deterrence.study.ladder_figures import ladder_strategies
from tests.shipped import shipped

START = {"border": 3, "direct": 3, "red_sea": 3, "bases": 2}


@pytest.fixture(scope="module")
def model():
    return shipped("levant_2024")


def solved(model, start=START, precision=None, horizon=24):
    ladder = dt.formulate(model, "region")
    found = dt.solve(ladder, precision=precision, n_starts=0)
    return Course(ladder, ladder_strategies(found.selected), tuple(start.values()), horizon)


def course(model, scenario, start, horizon=24):
    return solved(dt.with_scenario(model, scenario), start, horizon=horizon)


@pytest.mark.parametrize("precision", [1, 3, 10, 30])
def test_the_top_of_the_border_is_neither_impossible_nor_certain_and_likelier_from_higher_up(model, precision):
    """Check 1."""
    high = solved(model, precision=precision).p_top(0)[-1]
    low = solved(model, {**START, "border": 1}, precision=precision).p_top(0)[-1]
    assert 0 < low < high < 1


def without_accidents(model):
    noisy = [id for id in model.parameters if id.endswith(".slip")]
    assert noisy
    return model.with_values({id: 0.0 for id in noisy})


def test_without_accidents_the_border_falls_at_the_defaults_and_rises_in_part_of_the_ranges(model):
    """Check 2, contested: the default falls; draws over the ranges show both signs."""
    calm = without_accidents(model)
    rung = solved(calm, horizon=8).expected_rung(0)
    assert rung[8] < rung[0]
    rng = np.random.default_rng(20241004)
    ids = [id for id, p in calm.parameters.items() if id.startswith("border.") and p.low < p.high and ".slip" not in id]
    signs = set()
    for _ in range(12):
        values = {id: float(rng.uniform(calm.parameters[id].low, calm.parameters[id].high)) for id in ids}
        drawn = solved(calm.with_values(values), horizon=8).expected_rung(0)
        signs.add(bool(drawn[8] > drawn[0]))
    assert signs == {True, False}


@pytest.mark.parametrize("precision", [3, 30])
def test_a_hard_push_without_undertakings_raises_the_border_and_a_coerced_ceasefire_lowers_it(model, precision):
    """Check 2 at named values: rising with strong pushes and no assurance; falling where Hezbollah is coerced."""
    calm = without_accidents(model)
    rising = values_in_range(calm, {"border.israel.push": 0.5, "border.assurance": 0.0})
    ceasefire = {"hezbollah.capability": 0.4, "hezbollah.command_damage": 1.0, "border.assurance": 0.9}
    up = solved(rising, horizon=8, precision=precision).expected_rung(0)
    down = solved(values_in_range(calm, ceasefire), horizon=8, precision=precision).expected_rung(0)
    assert up[8] > up[1] > up[0] and (np.diff(down) < 0).all()


def values_in_range(model, values):
    for id, value in values.items():
        assert model.parameters[id].low <= value <= model.parameters[id].high
    return model.with_values(values)


def test_the_quiet_before_is_left_ten_times_more_slowly_than_october_2023(model):
    """Check 3, on the border."""
    zero = dict.fromkeys(START, 0)
    quiet = course(model, "quiet_2006", zero).first_passage(0, 1)
    tense = course(model, "october_2023", zero).first_passage(0, 1)
    assert quiet >= 10 * tense


class Effects:
    """What an option changes: courses before, with the old strategies in the new world, and after."""

    def __init__(self, model, option, precision=None):
        worlds = model, dt.apply(model, {option: 1.0})
        ladders = [dt.formulate(world, "region") for world in worlds]
        found = [ladder_strategies(dt.solve(one, precision=precision, n_starts=0).selected) for one in ladders]
        pairs = zip((0, 1, 1), (0, 0, 1), strict=True)
        made = [Course(ladders[world], found[chosen], tuple(START.values()), 24) for world, chosen in pairs]
        self.base, _, self.other = made
        before, frozen, after = ([float(course.p_top(f)[-1]) for f in range(4)] for course in made)
        self.mechanical = dict(zip(START, np.subtract(frozen, before).tolist(), strict=True))
        self.strategic = dict(zip(START, np.subtract(after, frozen).tolist(), strict=True))
        self.change = dict(zip(START, np.subtract(after, before).tolist(), strict=True))

    def escalation_moved(self, player):
        """The largest change of a player's chance to escalate, over its fronts and the rungs visited."""
        pairs = [(k, p) for k, (_, p) in enumerate(self.base.ladder.seats)]
        seats = [k for k, p in pairs if self.base.ladder.players[p] == player]
        gaps = [self.base.postures(k)[:, 2] - self.other.postures(k)[:, 2] for k in seats]
        return max(float(np.nanmax(abs(gap))) for gap in gaps)


@pytest.mark.parametrize("precision", [3, 10, 30])
def test_a_ceasefire_for_lebanon_alone_moves_little_while_gaza_binds_and_helps_once_it_does_not(model, precision):
    """Check 4: a point is the tolerance; the parameters that free the option move within their ranges."""
    bound = values_in_range(model, {"linkage.hezbollah_hamas": 1.0, "gaza.fighting": 1.0})
    held = Effects(bound, "lebanon_first", precision)
    assert abs(held.change["border"]) < 0.01 and held.mechanical["border"] == 0
    assert held.strategic["border"] > 0  # the price of stopping alone
    assert abs(Effects(model, "lebanon_first", precision).change["border"]) < 0.01
    for values in ({"linkage.hezbollah_hamas": 0.1}, {"gaza.fighting": 0.0}):
        freed = Effects(values_in_range(model, values), "lebanon_first", precision)
        assert freed.change["border"] < -0.02 and freed.mechanical["border"] < 0 and freed.strategic["border"] < 0


@pytest.mark.parametrize("precision", [3, 10, 30])
def test_carriers_move_houthis_and_hezbollah_by_less_than_a_point_unless_their_parameters_say_so(model, precision):
    """Check 5, on the ladder: the effect that is nil by default comes from parameters that can give one."""
    default = Effects(model, "carrier_presence", precision)
    assert default.strategic["direct"] < 0  # Iran's challenge weakly falls
    for player in ("houthis", "hezbollah"):
        assert default.escalation_moved(player) < 1e-3
        heard = values_in_range(model, {f"effect.carrier_presence.{player}": 0.8})
        assert Effects(heard, "carrier_presence", precision).escalation_moved(player) > 0.002


def test_the_effect_of_carriers_on_houthi_escalation_passes_a_point_inside_its_range(model):
    """Check 5: the other side of the same hundredth."""
    heard = values_in_range(model, {"effect.carrier_presence.houthis": 0.8})
    effects = Effects(heard, "carrier_presence")
    assert effects.escalation_moved("houthis") > 0.01 and effects.change["red_sea"] < -0.002


@pytest.mark.parametrize("precision", [3, 30])
def test_enforced_sanctions_work_through_support_alone_and_not_at_all_where_there_is_none(model, precision):
    """Check 7, on the ladder: what weighs on Iran whether or not it attacks changes no incentive."""
    default = Effects(model, "sanctions_enforcement", precision)
    # Below the ranges of two of them: partners who need no support at all.
    alone = model.with_values({id: 0.0 for id in model.parameters if id.startswith("support.")})
    unmoved = Effects(alone, "sanctions_enforcement", precision)
    for front in ("border", "red_sea", "bases"):
        assert default.strategic[front] < -1e-5 and default.mechanical[front] == 0
        assert abs(unmoved.change[front]) < 1e-7


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        ({}, -1),  # the default
        ({"effect.decapitation.resolve": -1.0}, -1),  # successors have less to prove
        ({"border.command_noise": 0.0}, -1),  # no more unordered fire
        ({"border.slip": 0.5}, 1),  # unordered fire carries further
        ({"border.command_noise": 0.12, "border.command_drag": 0.0, "effect.decapitation.capability": 1.0}, 1),
        ({"region.precision": 30.0}, 1),  # successors with more to prove, who choose sharply
    ],
)
def test_strikes_on_leadership_have_either_sign(model, values, sign):
    """Check 9: a weaker coordinated push against more accidents and more resolve."""
    assert sign * Effects(values_in_range(model, values), "decapitation").change["border"] > 1e-3


@pytest.mark.parametrize("precision", [1, 3, 10, 30])
def test_at_the_other_defaults_a_hotline_helps_by_fewer_accidents_and_by_changed_choices(model, precision):
    """Check 6, first half, and what is found at the defaults: the contested other sign needs other values too."""
    effects = Effects(model, "us_iran_hotline", precision)
    assert max(effects.mechanical.values()) < 0 and max(effects.strategic.values()) <= 1e-9


@pytest.mark.parametrize("precision", [3, 10, 30])
def test_a_safer_step_tempts_where_a_war_in_yemen_costs_the_houthis_little(model, precision):
    """Check 6, second half: the other sign at values inside the ranges; the mechanical part still helps more."""
    values = {"red_sea.houthis.rung3": 2.5, "red_sea.houthis.rung4": -0.2}
    effects = Effects(values_in_range(model, values), "us_iran_hotline", precision)
    assert effects.strategic["red_sea"] > 1e-4 and effects.change["red_sea"] < 0


def test_a_safer_step_can_tempt_on_the_direct_front_itself(model):
    """Check 6, second half: rare, 8 in 2,000 draws over the ranges; here Israel pushes hard and calm is near."""
    values = {
        "region.precision": 30.0,
        "region.call": 0.24,
        "direct.calm": 0.76,
        "direct.israel.push": 0.42,
        "direct.rules": 0.79,
        "direct.us_relay": 0.11,
        "bases.iraqi_militias.push": 0.35,
        "bases.iraqi_militias.rung1": 0.3,
        "bases.israel.rung2": -0.1,
        "bases.israel.rung4": -3.0,
    }
    effects = Effects(values_in_range(model, values), "us_iran_hotline")
    assert effects.strategic["direct"] > 5e-5 and effects.mechanical["direct"] < 0


def test_fewer_accidents_elsewhere_can_raise_a_front_a_little_while_choices_stay(model):
    """Check 6, as found: the mechanical part is not bound to help, for choices depend on the other fronts' rungs."""
    values = {
        "region.precision": 30.0,
        "region.call": 0.25,
        "direct.calm": 0.8,
        "direct.israel.push": 0.5,
        "direct.rules": 0.8,
        "direct.us_relay": 0.0,  # the line does nothing for the direct front itself
        "bases.iraqi_militias.push": 0.4,
    }
    effects = Effects(values_in_range(model, values), "us_iran_hotline")
    assert 0 < effects.mechanical["direct"] < 1e-3 and effects.mechanical["bases"] < 0


def test_swapping_a_fronts_two_sides_swaps_results_exactly():
    """Check 15."""
    fronts = []
    for a, b in ((0, 1), (1, 0)):
        flow = np.array([[0.0, -1, -4], [0, -2, -3]])[[a, b]]
        gain = np.array([0.5, 0.8])[[a, b]]
        fronts.append(
            dt.Front("line", 2, (0, 1), 0.05, 0.3, 0.6, [[0.3], [0.2]][:: 1 if a == 0 else -1], flow, gain, 0.1)
        )
    discount = np.array([0.9, 0.8])
    first, second = (
        dt.solve(dt.Ladder([front], None, d, 3.0, [2.0, 1.0][::s]))
        for front, d, s in zip(fronts, (discount, discount[::-1]), (1, -1), strict=True)
    )
    assert np.allclose(first.selected.payoffs, second.selected.payoffs[::-1], rtol=1e-9)
    tables = [ladder_strategies(found.selected).probabilities for found in (first, second)]
    assert np.allclose(tables[0], tables[1][::-1], atol=1e-9)


def test_a_channel_that_nothing_reads_changes_nothing(model):
    """Check 15, second half."""
    paths = dt.escalation_paths(model, options=[{"us_iran_hotline": 0.0}], start=START)
    assert np.allclose(paths.effects["change"], 0, atol=1e-12)


def test_the_two_parts_are_those_that_the_paths_report(model):
    rows = dt.escalation_paths(model, options=["hotline_network"], start=START).effects
    rows = rows[(rows.option == "hotline_network") & (rows.measure == "p_top")].set_index("front")
    effects = Effects(model, "hotline_network")
    for front in START:
        assert rows.mechanical[front] == pytest.approx(effects.mechanical[front], abs=1e-12)
        assert rows.strategic[front] == pytest.approx(effects.strategic[front], abs=1e-12)
