import gc
import tracemalloc

import numpy as np
import pytest

import deterrence as dt
from deterrence.errors import SweepError
from tests.shipped import shipped
from tests.study.sweeps.worlds import MODEL

GIVEN = {"games": ["buffer_terms"], "options": ["missile_defence"], "n": 8, "workers": 1}


def test_a_sweep_without_a_folder_lives_as_long_as_its_object():
    run = dt.sweep(MODEL, **GIVEN)
    folder = run.folder
    assert folder.is_dir() and len(run.experiments()) == 8
    del run
    gc.collect()
    assert not folder.exists()


def test_a_failed_sweep_leaves_no_folder_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(dt.OptionError):
        dt.sweep(MODEL, **{**GIVEN, "options": ["nonsense"]})
    gc.collect()
    assert not list(tmp_path.iterdir())


def test_the_seed_decides_the_result():
    first, same, other = (dt.sweep(MODEL, seed=seed, **GIVEN) for seed in (0, 0, 1))
    assert first.result_hash == same.result_hash != other.result_hash


def test_every_design_and_distribution_is_swept():
    hashes = {
        dt.sweep(MODEL, design=design, distribution=distribution, **GIVEN).result_hash
        for design in ("independent", "latin", "sobol")
        for distribution in ("uniform", "triangular")
    }
    assert len(hashes) == 6


def test_ranges_hold_and_scenario_reach_the_draws():
    model = dt.with_scenario(MODEL, "ground_invasion")
    drawn = dt.sweep(model, games=["border"], options=[], n=4, workers=1).experiments()
    assert "border.occupation" not in drawn and len(drawn.columns) > 50
    id = drawn.columns[0]
    middle = float(drawn[id].mean())
    own = dt.sweep(model, games=["border"], options=[], n=4, workers=1, parameters={id: (middle, middle + 0.01)})
    assert own.experiments()[id].between(middle, middle + 0.01).all() and list(own.experiments()) == [id]


def test_memory_does_not_grow_with_the_number_of_draws(tmp_path):
    def peak(n):
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        dt.sweep(MODEL, out=tmp_path / str(n), games=["buffer_terms"], options=[], n=n, chunk=500, workers=1)
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        peak(500)
        few, many = peak(1000), peak(10_000)
    finally:
        tracemalloc.stop()
    assert many < 1.2 * few


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"options": ["missile_defense"]}, dt.OptionError, "did you mean 'missile_defence'"),
        ({"games": ["buffer"]}, dt.GameError, "there is no such id"),
        ({"n": 0}, SweepError, "n: saw 0; allowed is a whole number from 1"),
        ({"n": 2.5}, SweepError, "saw 2.5"),
        ({"seed": -1}, SweepError, "seed: saw -1"),
        ({"seed": None}, SweepError, "seed: saw nothing"),
        ({"chunk": 0}, SweepError, "chunk: saw 0"),
        ({"workers": 0}, SweepError, "workers: saw 0"),
        ({"workers": "two"}, SweepError, "workers: saw 'two'"),
        ({"design": "grid"}, SweepError, "independent or latin or sobol"),
        ({"distribution": "normal"}, SweepError, "uniform or triangular"),
        ({"distribution": ["uniform"]}, SweepError, "uniform or triangular"),
        ({"measures": ["p_wra"]}, SweepError, "did you mean 'p_war'"),
        ({"measures": []}, SweepError, "an empty list"),
        ({"horizon": 0}, dt.SolverError, "a whole number of periods"),
        ({"hold": ["nonsense"]}, dt.ModelError, "there is no such id"),
    ],
)
def test_bad_arguments_get_one_sentence(change, error, words):
    with pytest.raises(error, match=words) as raised:
        dt.sweep(MODEL, **{**GIVEN, **change})
    assert "\n" not in str(raised.value)


def test_a_model_that_is_no_baseline_is_refused():
    with pytest.raises(SweepError, match="the option 'missile_defence' is applied to it"):
        dt.sweep(dt.apply(MODEL, "missile_defence"), **GIVEN)
    with pytest.raises(SweepError, match="it holds draws already"):
        dt.sweep(MODEL.with_values({"talk.bias": np.array([0.1, 0.2])}), **GIVEN)
    with pytest.raises(dt.ModelError, match=r"dt\.load"):
        dt.sweep("levant_2024", **GIVEN)


def test_a_draw_that_an_option_cannot_take_is_told_with_the_option():
    """A stronger range than the file declares can take a scaled probability past 1."""
    option = MODEL.options["decapitation"]
    with pytest.raises(dt.DeterrenceError, match="option 'decapitation' on parameter 'buffer"):
        dt.sweep(
            MODEL,
            games=["buffer_terms"],
            options=[option.id],
            n=50,
            workers=1,
            parameters={"effect.decapitation.power_now": (50.0, 60.0)},
        )


@pytest.mark.parametrize("name", [name for name in dt.available() if name != "levant_2024"])
def test_every_model_can_be_swept(name):
    run = dt.sweep(shipped(name), n=2, workers=1)
    summary = run.summary()
    assert len(run.experiments()) == 2 and set(summary["game"]) == set(run.plan.games)
    assert set(summary["option"]) == set(run.plan.portfolios)
