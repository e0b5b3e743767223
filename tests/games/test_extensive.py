import itertools

import numpy as np
import pytest

import deterrence as dt
from deterrence.formulation import FORMS
from deterrence.games.extensive import MAX_RUNGS_WRITTEN, WRITTEN_OUT, beliefs_in_tree, profile_in_tree, write_out
from deterrence.solvers.perfect_bayesian import solve_perfect_bayesian
from deterrence.study.names import outcome_words
from deterrence.world.files import available
from tests.shipped import shipped

MODELS = {case: shipped(case) for case in available()}


def games_of(*forms):
    return [
        pytest.param(model, spec.id, id=f"{case} {spec.id}")
        for case, model in MODELS.items()
        for spec in model.games.values()
        if spec.form in forms
    ]


def outcomes(chances):
    told = {}
    for outcome, chance in chances.items():
        name = outcome_words(outcome, {})
        told[name] = told.get(name, 0.0) + float(chance)
    return {name: chance for name, chance in told.items() if chance > 1e-12}


@pytest.mark.parametrize(("model", "game"), games_of("threat", "deterrence", "extended_deterrence", "brinkmanship"))
def test_every_listed_equilibrium_has_the_same_payoffs_and_outcomes_on_the_tree_and_no_regret(model, game):
    formed = dt.formulate(model, game)
    found = write_out(formed)
    for member in dt.solve(formed).members:
        profile = profile_in_tree(found, member.profile)
        assert found.tree.payoff(profile) == pytest.approx(tuple(map(float, member.payoffs)))
        assert outcomes(found.tree.outcomes(profile)) == pytest.approx(outcomes(member.outcomes))
        assert found.tree.regret(profile) == pytest.approx(0, abs=1e-9 * float(formed.payoff_range))


@pytest.mark.parametrize(("model", "game"), games_of("threat", "deterrence", "extended_deterrence"))
def test_the_beliefs_of_the_form_make_the_profile_rational_at_every_set_of_the_tree(model, game):
    formed = dt.formulate(model, game)
    found = write_out(formed)
    for member in dt.solve(formed).members:
        profile = profile_in_tree(found, member.profile)
        held = beliefs_in_tree(found, profile, member.beliefs)
        assert set(held) == {one.label for one in found.tree.information_sets if len(one.nodes) > 1}
        for end in (0, 1):  # both ends of every range support it
            point = {}
            for label, nodes in held.items():
                first, *rest = nodes
                low = float(nodes[first][end])
                point[label] = {first: low, **dict.fromkeys(rest, 1 - low)}
            gains = found.tree.regret_by_information_set(profile, point)
            assert max(gains.values()) <= 1e-9 * float(formed.payoff_range), (member.name, gains)


@pytest.mark.parametrize("kind", ["sunk", "tied"])
def test_the_tree_of_a_threat_has_the_equilibrium_outcomes_that_the_form_lists(kind):
    rng = np.random.default_rng(61)  # seed 61
    for _ in range(6):
        q, cost = rng.uniform(0.1, 0.9), rng.uniform(0.2, 5)
        game = dt.Threat(q, 10, 4, 0.5, 3, 1, 1.3, cost, kind)
        listed = dt.solve(game)
        if listed.status != "complete":
            continue
        own = [outcomes(member.outcomes) for member in listed.members]
        others = [outcomes(member.outcomes) for member in solve_perfect_bayesian(write_out(game).tree).members]
        for one in own:
            assert any(one == pytest.approx(other, abs=1e-9) for other in others), (q, cost, one)


def test_a_belief_after_an_own_deviation_follows_bayess_rule():
    game = dt.Deterrence((5, 3, 1, 0, -2), (5, 5, 2, 1, -3), 0.3, 0.3)
    found = write_out(game)
    member = next(one for one in dt.solve(game).members if one.name == "untested")
    held = beliefs_in_tree(found, profile_in_tree(found, member.profile), member.beliefs)
    # Nobody challenges; who did all the same and was resisted, though soft defenders resist too, learns nothing.
    assert held["hard_resisted"]["hard challenger resisted by hard defender"] == pytest.approx((0.3, 0.3))
    assert held["soft_challenged"]["hard challenger before soft defender"] == pytest.approx((0, 0.5))


@pytest.mark.parametrize(("model", "game"), games_of("crisis"))
def test_a_crisis_is_written_out_with_the_chances_of_its_equilibria_and_says_that_payoffs_are_means(model, game):
    formed = dt.formulate(model, game)
    found = write_out(formed)
    assert "means" in found.note
    for member in dt.solve(formed).members:
        chances = found.tree.outcomes(profile_in_tree(found, member.profile))
        assert outcomes(chances) == pytest.approx(outcomes(member.outcomes))


def test_a_long_climb_is_written_out_in_part_and_what_follows_keeps_its_value():
    game = dt.Brinkmanship([0.08 * k for k in range(1, 11)], 1, (2, 4), first_player=0)
    found = write_out(game)
    assert len(found.tree.information_sets) == MAX_RUNGS_WRITTEN and f"up to rung {MAX_RUNGS_WRITTEN}" in found.note
    (member,) = dt.solve(game).members
    assert found.tree.payoff(profile_in_tree(found, member.profile)) == pytest.approx(member.payoffs)
    whole = write_out(dt.Brinkmanship([0.1, 0.4, 0.6], 1, 3, first_player=0))
    assert len(whole.tree.information_sets) == 3 and whole.note == ""


def test_forms_with_a_continuum_of_types_or_times_have_no_tree():
    assert set(WRITTEN_OUT) <= set(FORMS)
    for form, game in (("standoff", dt.Standoff(1, 2, 1)), ("cheap_talk", dt.CheapTalk(0.1))):
        assert form not in WRITTEN_OUT and write_out(game) is None


def test_a_credibility_of_zero_or_one_can_be_written_out():
    for own, other in itertools.product((0, 1), repeat=2):
        game = dt.Deterrence((5, 3, 1, 0, -2), (5, 5, 2, 1, -3), own, other)
        found = write_out(game)
        for member in dt.solve(game).members:
            profile = profile_in_tree(found, member.profile)
            assert found.tree.payoff(profile) == pytest.approx(member.payoffs)
            beliefs_in_tree(found, profile, member.beliefs)
