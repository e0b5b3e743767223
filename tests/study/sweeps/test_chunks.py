"""What a sweep says of a draw is what the rest of the package says of it."""

import math
import signal
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import deterrence as dt
from deterrence.study.evaluation import BASELINE
from deterrence.study.readers import readers, reads
from deterrence.study.sweeps.chunks import chunk_table
from deterrence.study.sweeps.columns import parameter_column, read_outcome
from deterrence.study.sweeps.sweep import make_plan
from tests.shipped import shipped

MODEL = shipped("levant_2024")


def plan_of(games, options, model=MODEL, n=3, **more):
    given = dict.fromkeys(("parameters", "measures", "horizon", "chunk"))
    given |= {"hold": (), "design": "independent", "distribution": "uniform", "seed": 1}
    return make_plan(model, games=games, options=options, n=n, **{**given, **more})


def columns_of(plan, model=MODEL, chunk=0):
    table = chunk_table(plan, model, chunk)
    return dict(zip(table.names, table.values, strict=True))


def singles(plan, columns, model, draw):
    return model.with_values({each.id: float(columns[parameter_column(each.id)][draw]) for each in plan.drawn})


@pytest.mark.parametrize("game", MODEL.games)
def test_a_draw_of_a_game_has_the_statistics_of_compare(game):
    options = ["hotline_network", "coordinated_sanctions", "missile_defence"]
    moving = [option for option in options if game in readers(MODEL, option)] or options[:1]
    plan = plan_of([game], moving[:1], n=2, parameters=None)
    columns = columns_of(plan)
    draw = 1
    single = singles(plan, columns, MODEL, draw)
    table = dt.compare(single, moving[:1], [game])
    told = {
        (row.option, row.statistic, row.measure, row.player if isinstance(row.player, str) else None): row.value
        for row in table.itertuples()
    }
    outcomes = {read_outcome(name): values[draw] for name, values in columns.items() if read_outcome(name)}
    assert len(outcomes) > 3
    for key, value in outcomes.items():
        expected = told.get((key.option, key.statistic, key.measure, key.player), math.nan)
        if MODEL.games[game].form == "ladder" and key.measure == "equilibria":
            expected = 1.0  # a sweep follows the principal branch alone
        assert value == pytest.approx(expected, rel=1e-6, abs=1e-7, nan_ok=True), key
    kept = {(key.option, key.statistic, key.measure, key.player) for key in outcomes}
    left = {key for key in told if key not in kept and (key[0] == BASELINE or game in plan.moved[key[0]])}
    assert all(key[2].startswith("first_passage") or key[1] in ("lowest", "highest") for key in left)
    assert not left or MODEL.games[game].form == "ladder"


def test_options_meet_the_same_draws():
    plan = plan_of(["border"], ["missile_defence", "lebanon_first"])
    columns = columns_of(plan)
    assert len([name for name in columns if name.startswith("parameter | ")]) == len(plan.drawn)
    for option in plan.portfolios[1:]:
        for draw in range(3):
            changed = dt.apply(singles(plan, columns, MODEL, draw), option)
            table = dt.measure(dt.formulate(changed, "border"))
            row = table[(table["measure"] == "critical_discount") & (table["player"] == "israel")]
            column = columns[f"{option} | border | selected | critical_discount | israel"]
            assert column[draw] == pytest.approx(row["value"].iloc[0], rel=1e-12)


def test_a_game_that_an_option_cannot_move_is_not_solved_again():
    plan = plan_of(["border", "buffer_terms"], ["us_iran_hotline", "lebanon_first"])
    names = columns_of(plan)
    assert plan.moved == {"us_iran_hotline": (), "lebanon_first": ("border",)}
    assert not any(name.startswith("us_iran_hotline") for name in names)
    assert not any(name.startswith("lebanon_first | buffer_terms") for name in names)


def test_an_ordering_is_checked_draw_by_draw():
    plan = plan_of(["border"], [], n=40)
    columns = columns_of(plan)
    for id in plan.orderings:
        ordering = MODEL.orderings[id]
        for draw in (0, 39):
            there = singles(plan, columns, MODEL, draw).with_values(ordering.values)
            numbers = [dt.evaluate(there, formula) for formula in ordering.descending]
            holds = all(a > b for a, b in pairwise(numbers))
            assert columns[f"ordering | {id}"][draw] == holds


def test_measures_may_be_named_and_waits_are_computed_when_asked_for():
    ladder = shipped("textbook/ladder")
    game = next(iter(ladder.games))
    usual = columns_of(plan_of([game], [], ladder), ladder)
    assert not any("first_passage" in name for name in usual) and any("p_top" in name for name in usual)
    waits = columns_of(plan_of([game], [], ladder, measures=["first_passage"]), ladder)
    kinds = {read_outcome(name).measure.partition(".")[0] for name in waits if read_outcome(name)}
    assert kinds == {"first_passage"}


def test_an_interrupt_in_the_middle_of_a_ladder_gives_no_half_chunk():
    plan = plan_of(["region"], [], n=2000)

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 1.5)  # the solution of that many draws takes ten times as long
    try:
        with pytest.raises(KeyboardInterrupt):
            chunk_table(replace(plan, chunk=2000), MODEL, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_sweep_at_a_fixed_low_precision_starts_options_from_the_baseline_and_finds_the_same():
    plan = plan_of(["region"], ["missile_defence"], n=2, hold=["region.precision"])
    columns = columns_of(plan)
    for draw in range(2):
        changed = dt.apply(singles(plan, columns, MODEL, draw), "missile_defence")
        table = dt.compare(changed, [], ["region"])
        row = table[(table["measure"] == "p_any_top") & (table["statistic"] == "selected")]
        column = columns["missile_defence | region | selected | p_any_top | "]
        assert column[draw] == pytest.approx(row["value"].iloc[0], abs=1e-7)


def test_a_game_that_reads_nothing_drawn_is_repeated():
    (id, *_) = sorted((reads(MODEL, "border") - reads(MODEL, "buffer_terms")) & {*MODEL.parameters})
    columns = columns_of(plan_of(["border", "buffer_terms"], [], parameters=[id]))
    values = columns["baseline | buffer_terms | selected | p_war | "]
    assert values.shape == (3,) and np.ptp(values) == 0
