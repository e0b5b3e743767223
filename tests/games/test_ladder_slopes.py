"""Derivatives through the equilibrium of a ladder, against differences of ladders that are solved anew."""

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.games.ladder_paths import Course
from deterrence.games.ladder_slopes import FIGURES, figure_slopes
from deterrence.solvers.logit_markov import solve_logit_markov
from deterrence.study.ladder_figures import course_figures
from tests.games.random_ladders import LAYOUTS, random_ladder

STEP = 1e-3
WEIGHTS = {-2: 1 / 12, -1: -8 / 12, 1: 8 / 12, 2: -1 / 12}


def solved(ladder, horizon=9):
    """Return the course and the values of the equilibrium, and every figure by (name, player)."""
    (member,) = solve_logit_markov(ladder, tolerance=1e-13, n_starts=0).members
    start = tuple(min(1, front.top - 1) for front in ladder.fronts)
    course = Course(ladder, member.details["strategies"], start, horizon)
    figures = {}
    for name, value in course_figures(course).items():
        figures |= {(name, p): x for p, x in value.items()} if isinstance(value, dict) else {(name, None): value}
    figures |= {("payoff", p): x for p, x in zip(ladder.players, course.payoffs(), strict=True)}
    return course, member.details["values"], figures


def moved(ladder, step, seed):
    """Return a ladder with every number moved in a random direction, those at the ends of their domain held."""
    rng = np.random.default_rng(seed)

    def shifted(values, low=-np.inf, high=np.inf):
        direction = rng.normal(size=np.shape(values))
        return values + step * direction * ((values > low + 0.02) & (values < high - 0.02))

    fronts = [
        Front(
            front.name,
            front.top,
            front.seats,
            accident=shifted(front.accident, 0, 1),
            ease=shifted(front.ease, 0, 1),
            calm=shifted(front.calm, 0, 1),
            push=shifted(front.push, 0, 1),
            flow=shifted(front.flow),
            gain=shifted(front.gain),
            backdown=shifted(front.backdown, 0),
            restraint_cost=shifted(front.restraint_cost, 0),
            hazard=None if front.hazard is None else shifted(front.hazard, 0, 1),
            postures=front.postures,
            absorbing=front.absorbing,
            exit=shifted(front.exit, 0, 1),
        )
        for front in ladder.fronts
    ]
    scale, spill = shifted(ladder.payoff_scale, 0), shifted(ladder.spill, 0, 1)
    discount, precision = shifted(ladder.discount, 0, 1), shifted(ladder.precision, 0)
    return Ladder(fronts, spill, discount, precision, scale, players=ladder.players)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_answers_to_all_numbers_as_ladders_solved_anew_do(layout):
    ladder, _ = random_ladder(layout, 4)
    course, values, figures = solved(ladder)
    near = {step: moved(ladder, step * STEP, 7) for step in WEIGHTS}
    anew = {step: solved(there)[2] for step, there in near.items()}
    kinds = set()
    for (name, player), value in figures.items():
        if not np.isfinite(value):
            continue
        slopes = figure_slopes(course, values, name, player)
        # The straight line of the derivative along the same way of numbers, which is itself curved.
        along = sum(weight * slopes.along(near[step])[0] for step, weight in WEIGHTS.items()) / STEP
        difference = sum(weight * anew[step][name, player] for step, weight in WEIGHTS.items()) / STEP
        assert along == pytest.approx(difference, rel=1e-5, abs=1e-6), (name, player)
        kinds.add(name.partition(".")[0])
    assert kinds >= {*FIGURES} - {"first_passage"}


def small(precision=2.0, **changes):
    """Return a ladder of one front."""
    given = {"accident": 0.1, "ease": 0.2, "calm": 0.5, "push": 0.4, "gain": 0.3, "backdown": 0.1}
    given["flow"] = [[0, -1, -4], [0, -2, -3]]
    return Ladder([Front("border", 2, (0, 1), **{**given, **changes})], None, 0.9, precision)


def test_the_derivative_at_precision_zero_is_that_of_random_choice():
    course, values, _ = solved(small(0.0))
    slopes = figure_slopes(course, values, "p_top.border")
    ends = [solved(small(0.0, accident=accident))[2]["p_top.border", None] for accident in (0.099, 0.101)]
    assert slopes.along(small(0.0, accident=0.1001))[0] == pytest.approx(0.1 * np.diff(ends)[0] / 2, rel=1e-4)
    assert slopes.along(small(0.0))[0] == 0.0


def test_draws_of_another_ladder_are_steps_of_their_own_and_none_is_none():
    course, values, _ = solved(small())
    slopes = figure_slopes(course, values, "payoff", 1)
    found = slopes.along(small(ease=np.array([0.2, 0.22, 7.0, 0.18])))
    assert found[0] == 0.0 and np.isnan(found[2]) and found[1] == pytest.approx(-found[3])


def test_a_wait_without_end_has_no_derivative():
    course, values, _ = solved(small(accident=0, push=0))
    with pytest.raises(SolverError, match="the wait is infinite"):
        figure_slopes(course, values, "first_passage.border")


@pytest.mark.parametrize(
    ("figure", "player", "words"),
    [
        ("p_tpo.border", None, "did you mean 'p_top'"),
        ("p_top", None, r"allowed is p_top\.border"),
        ("p_top.sea", None, r"allowed is p_top\.border"),
        ("p_any_top.border", None, "allowed is p_any_top"),
        ("payoff", 7, "saw no player"),
        ("p_escalate.border", None, "saw no player"),
    ],
)
def test_figures_that_are_none_are_refused(figure, player, words):
    course, values, _ = solved(small())
    with pytest.raises(SolverError, match=words):
        figure_slopes(course, values, figure, player)
