import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import SweepError
from deterrence.study.readers import reads
from deterrence.study.sweeps.sampling import Drawn, choose_drawn, draw_chunk, shaping_parameters
from tests.shipped import shipped

MODEL = shipped("levant_2024")
PAIR = (Drawn("a", 0.0, 1.0, 0.2), Drawn("b", -2.0, 6.0, 6.0))


def draw(design="independent", distribution="uniform", *, chunk=0, first=0, n=64, seed=5):
    return draw_chunk(PAIR, chunk, first, n, seed=seed, design=design, distribution=distribution)


@pytest.mark.parametrize("design", ["independent", "latin", "sobol"])
@pytest.mark.parametrize("distribution", ["uniform", "triangular"])
def test_draws_stay_in_their_ranges_and_repeat_with_the_seed(design, distribution):
    first, again, other = draw(design, distribution), draw(design, distribution), draw(design, distribution, seed=6)
    for each in PAIR:
        assert first[each.id].min() >= each.low and first[each.id].max() <= each.high
        assert np.array_equal(first[each.id], again[each.id])
        assert not np.array_equal(first[each.id], other[each.id])


def test_chunks_differ_and_seed_zero_is_a_seed():
    assert not np.array_equal(draw(chunk=0)["a"], draw(chunk=1)["a"])
    assert np.array_equal(draw(seed=0)["a"], draw(seed=0)["a"])


def test_a_latin_hypercube_draws_once_from_every_slice_of_every_range():
    drawn = draw("latin", n=40)
    for each in PAIR:
        slices = np.floor((drawn[each.id] - each.low) / (each.high - each.low) * 40)
        assert sorted(slices.astype(int)) == list(range(40))
    assert abs(np.corrcoef(drawn["a"], drawn["b"])[0, 1]) < 0.6  # the orders are independent


def test_chunks_of_a_sobol_sequence_are_stretches_of_one_sequence():
    whole = draw("sobol", n=48)
    parts = [draw("sobol", chunk=k, first=16 * k, n=16) for k in range(3)]
    assert np.array_equal(np.concatenate([part["b"] for part in parts]), whole["b"])
    # The first 2 ** k points put one in each of the 2 ** k slices of every range.
    assert sorted(np.floor(draw("sobol", n=32)["a"] * 32).astype(int)) == list(range(32))


def test_a_triangle_has_its_mean_and_its_top():
    drawn = draw("latin", "triangular", n=4000)
    for each in PAIR:
        mean = (each.low + each.high + each.mode) / 3
        assert drawn[each.id].mean() == pytest.approx(mean, abs=2e-3 * (each.high - each.low))
    counts, edges = np.histogram(drawn["a"], bins=10, range=(0, 1))
    assert edges[counts.argmax()] in (pytest.approx(0.1), pytest.approx(0.2))


def ids(*games, options=(), **more):
    given = {"parameters": None, "held": (), **more}
    return [each.id for each in choose_drawn(MODEL, games, [{id: 1.0} for id in options], **given)]


def test_what_is_drawn_is_what_the_games_read_and_has_a_range():
    drawn = ids("border")
    assert set(drawn) <= reads(MODEL, "border")
    assert all(MODEL.parameters[id].low < MODEL.parameters[id].high for id in drawn)
    assert drawn == [id for id in MODEL.parameters if id in drawn]


def test_the_sizes_of_an_options_changes_are_drawn_too():
    more = set(ids("buffer_terms", options=["decapitation"])) - set(ids("buffer_terms"))
    assert "effect.decapitation.power_now" in more or "effect.decapitation.capability" in more


def test_numbers_of_periods_are_not_drawn_and_cannot_be_asked_for():
    assert shaping_parameters(MODEL, ["direct"], []) == {"direct.answer_weeks"}
    assert "direct.answer_weeks" not in ids("direct") and "direct.noise" in ids("direct")
    with pytest.raises(SweepError, match=r"direct\.answer_weeks.*gives a game its shape"):
        ids("direct", parameters=["direct.answer_weeks"])


def test_values_set_by_hand_and_those_of_the_scenario_are_held():
    model = dt.with_scenario(MODEL, "direct_exchange").with_values({"israel.patience": 0.9})
    drawn = [each.id for each in choose_drawn(model, ["direct"], [], None, ())]
    assert "israel.patience" not in drawn and "direct.noise" not in drawn and "iran.patience" in drawn
    named = choose_drawn(model, ["direct"], [], ["direct.noise"], ())
    assert [each.id for each in named] == ["direct.noise"]


def test_ranges_of_ones_own_are_taken_and_the_top_stays_inside():
    (drawn,) = choose_drawn(MODEL, ["direct"], [], {"direct.noise": (0.3, 0.4)}, ())
    assert (drawn.low, drawn.high, drawn.mode) == (0.3, 0.4, 0.3)


@pytest.mark.parametrize(
    ("parameters", "held", "error", "words"),
    [
        ({"direct.noise": (0.4, 0.4)}, (), SweepError, "its range is empty: 0.4 to 0.4"),
        ({"direct.noise": (0.4, 0.1)}, (), SweepError, "its range is empty"),
        ({"direct.noise": (0.4, 1.5)}, (), dt.ModelError, "saw 1.5"),
        ({"direct.noise": (0.4, float("nan"))}, (), dt.ModelError, "NaN"),
        ({"direct.noise": 3}, (), SweepError, "two numbers, low and high"),
        ({"direct.noise": ("a", "b")}, (), dt.ModelError, "saw 'a'"),
        (["direct.nois"], (), dt.ModelError, "did you mean 'direct.noise'"),
        (["gulf.noise"], (), SweepError, "no game of the sweep reads it"),
        (["direct.noise"], ["direct.noise"], SweepError, "nothing is left to draw"),
        ([], (), SweepError, "nothing is left to draw"),
        ("direct.noise", (), SweepError, "a list of ids of parameters"),
        (None, "direct.noise", SweepError, "a list of ids of parameters"),
        (None, ["direct.nois"], dt.ModelError, "did you mean"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(parameters, held, error, words):
    with pytest.raises(error, match=words):
        choose_drawn(MODEL, ["direct"], [], parameters, held)
