import math
import sys

import numpy as np
import pandas as pd
import pytest

import deterrence as dt
from deterrence.errors import SweepError
from deterrence.study.effects import effect
from tests.study.sweeps.worlds import MODEL, SMALL

OPTIONS = SMALL["options"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return dt.sweep(MODEL, out=tmp_path_factory.mktemp("run") / "out", workers=1, **SMALL)


def test_experiments_have_a_row_per_draw_and_a_column_per_parameter(run):
    table = run.experiments()
    assert table.index.tolist() == list(range(60)) and list(table.columns) == [each.id for each in run.plan.drawn]
    for each in run.plan.drawn:
        assert table[each.id].between(each.low, each.high).all() and table[each.id].nunique() > 50


def test_outcomes_are_wide_with_the_baseline_first(run):
    wide = run.outcomes()
    assert wide.columns.names == ["option", "game", "statistic", "measure", "player"]
    assert list(dict.fromkeys(wide.columns.get_level_values("option"))) == ["baseline", *OPTIONS]
    assert wide.shape[0] == 60 and not wide.columns.duplicated().any()


def test_a_game_that_an_option_cannot_move_repeats_the_baseline(run):
    wide = run.outcomes(games=["buffer_terms"])
    pd.testing.assert_frame_equal(wide["us_iran_hotline"], wide["baseline"])
    assert not wide["missile_defence"].equals(wide["baseline"])


def test_columns_may_be_chosen(run):
    wide = run.outcomes(options=["missile_defence"], games=["border"], measures=["is_sustained", "payoff"])
    assert set(wide.columns.get_level_values("measure")) == {"is_sustained", "payoff"}
    assert set(wide.columns.get_level_values("option")) == {"missile_defence"}
    for given, words in (
        ({"options": ["missile"]}, "option 'missile'"),
        ({"games": ["bordr"]}, "did you mean 'border'"),
        ({"measures": ["is_sustaned"]}, "did you mean 'is_sustained'"),
    ):
        with pytest.raises(SweepError, match=words):
            run.outcomes(**given)


def test_the_tidy_table_says_the_same(run):
    table = run.table(games=["buffer_terms"], measures=["p_war"])
    assert list(table.columns) == ["draw", "option", "game", "statistic", "measure", "player", "value"]
    wide = run.outcomes()
    for row in table.sample(20, random_state=1).itertuples():
        assert wide.loc[row.draw, (row.option, row.game, row.statistic, row.measure, "")] == row.value
    assert table["player"].isna().all() and len(table) == 60 * 4 * 3


def test_the_summary_counts_what_each_draw_says(run):
    summary = run.summary()
    wide = run.outcomes()
    assert len(summary) == wide.shape[1]
    for row in summary.sample(40, random_state=2).itertuples():
        player = row.player if isinstance(row.player, str) else ""
        values = wide[row.option, row.game, row.statistic, row.measure, player].to_numpy()
        before = wide["baseline", row.game, row.statistic, row.measure, player].to_numpy()
        told = [effect(float(a), float(b)) for a, b in zip(values, before, strict=True)]
        for name in ("lower", "none", "higher", "appears", "disappears"):
            assert getattr(row, name) == told.count(name) / 60
        there = values[~np.isnan(values)]
        assert row.applies == len(there) / 60
        if len(there):
            assert np.mean(there <= row.median) >= 0.5 and row.median in there
            assert row.q05 <= row.q25 <= row.median <= row.q75 <= row.q95


def test_the_summary_may_be_of_some_options_and_measures(run):
    summary = run.summary(options=["missile_defence"], measures=["p_war"])
    assert set(summary["option"]) == {"baseline", "missile_defence"} and set(summary["measure"]) == {"p_war"}
    assert set(summary["game"]) == {"buffer_terms"}
    with pytest.raises(SweepError, match="did you mean 'p_war'"):
        run.summary(measures=["p_wr"])


def test_violations_of_declared_orderings_are_reported(run):
    table = run.violations()
    assert list(table.columns) == ["ordering", "contested", "share"] and table["share"].between(0, 1).all()
    assert set(table["ordering"]) == set(run.plan.orderings) and table["contested"].any()
    assert (table["share"] > 0).any()


def test_the_ema_shape_has_a_row_per_experiment(run):
    experiments, outcomes = run.ema()
    assert len(experiments) == 60 * 4 and list(experiments.columns[-3:]) == ["scenario", "policy", "model"]
    assert all(values.shape == (240,) for values in outcomes.values())
    wide = run.outcomes()
    rows = (experiments["policy"] == "missile_defence").to_numpy()
    name = "border | selected | is_sustained | "
    assert np.array_equal(
        outcomes[name][rows], wide["missile_defence", "border", "selected", "is_sustained", ""].to_numpy()
    )


def test_an_open_sweep_reads_the_same_and_no_other_folder_is_one(run, tmp_path):
    again = dt.Sweep.open(str(run.folder))
    assert again.result_hash == run.result_hash and again.plan == run.plan
    pd.testing.assert_frame_equal(again.experiments(), run.experiments())
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(SweepError, match=r"its plan.json cannot be read"):
            dt.Sweep.open(folder)


def test_an_unfinished_sweep_reads_what_is_there(run, tmp_path):
    import shutil

    shutil.copytree(run.folder, tmp_path / "copy")
    (tmp_path / "copy" / "manifest.json").unlink()
    (tmp_path / "copy" / "parts" / "00001.parquet").unlink()
    part = dt.Sweep.open(tmp_path / "copy")
    assert not part.is_complete and part.result_hash == ""
    assert part.experiments().index.tolist() == [*range(20), *range(40, 60)]
    shutil.rmtree(tmp_path / "copy" / "parts")
    with pytest.raises(SweepError, match="no part is finished"):
        dt.Sweep.open(tmp_path / "copy").outcomes()


def test_a_damaged_part_or_manifest_is_told_in_a_sentence(run, tmp_path):
    import shutil

    shutil.copytree(run.folder, tmp_path / "copy")
    (tmp_path / "copy" / "manifest.json").write_text("[]")
    with pytest.raises(SweepError, match=r"its manifest.json cannot be read"):
        dt.Sweep.open(tmp_path / "copy").result_hash  # noqa: B018
    part = tmp_path / "copy" / "parts" / "00000.parquet"
    part.write_bytes(part.read_bytes()[:100])
    for read in (lambda sweep: sweep.experiments(), lambda sweep: sweep.figures):
        with pytest.raises(SweepError, match=r"00000.parquet: it is damaged"):
            read(dt.Sweep.open(tmp_path / "copy"))


def test_without_xarray_one_sentence_says_so(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(SweepError, match="pip install xarray"):
        run.to_xarray()


def test_infinite_values_are_kept(run):
    wide = run.outcomes(games=["border"], measures=["critical_discount"])
    assert np.isinf(wide.to_numpy()).any()
    summary = run.summary(measures=["critical_discount"])
    assert summary["q95"].map(lambda value: math.isinf(value) or 0 <= value < 10).all()
