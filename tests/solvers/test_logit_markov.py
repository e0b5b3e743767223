"""Logit Markov equilibria: known values, the slow ladder, draws, starts, symmetries and interrupts."""

import signal
import subprocess
import sys

import numpy as np
import pytest

from deterrence.errors import SolverError
from deterrence.games.front import Front
from deterrence.games.ladder import Ladder
from deterrence.solvers.logit_markov import solve_logit_markov
from tests.games.random_ladders import LAYOUTS, N_PLAYERS, random_ladder
from tests.games.test_ladder import SWAP, border, swapped

CASES = [pytest.param(layout, seed, id=f"{layout}-{seed}") for layout in LAYOUTS for seed in (0, 1, 6)]
WAR = Ladder([border(0.5, (0.02, 0.2, 0.3))], None, 0.9, 1)


def chance(member, player=0):
    return member.strategies[player]["border at 0"]["escalate"]


@pytest.mark.parametrize(("layout", "seed"), CASES)
def test_every_member_is_a_fixed_point_of_the_slow_ladders_logit_reply(layout, seed):
    ladder, dense = random_ladder(layout, seed)
    for precision in (0.0, 2.0, 20.0):
        found = solve_logit_markov(ladder, precision=precision)
        assert found.members
        for member in found.members:
            table = member.details["strategies"].probabilities
            assert dense.residual(table, precision) < 2e-8
            assert member.details["residual"] < 1e-8
            assert member.details["values"] == pytest.approx(dense.values(table), abs=1e-6)
            expected = (
                [dense.regret(table, player) for player in range(N_PLAYERS)] if layout.startswith("one") else None
            )
            assert expected is None or member.details["regret_by_player"] == pytest.approx(expected, abs=1e-8)


def test_precision_zero_is_random_choice():
    found = solve_logit_markov(WAR, precision=0)
    assert chance(found.members[0]) == 0.5 and found.status == "one"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_exchanging_two_players_exchanges_the_result_exactly(layout):
    ladder, _ = random_ladder(layout, 9)
    plain = solve_logit_markov(ladder, precision=3).members[0]
    other = solve_logit_markov(swapped(ladder), precision=3).members[0]
    assert [other.payoffs[SWAP[i]] for i in range(4)] == pytest.approx(plain.payoffs, rel=1e-13)
    same = other.details["strategies"].probabilities
    assert same == pytest.approx(plain.details["strategies"].probabilities, abs=1e-13)


def test_the_labels_of_players_do_not_matter():
    named = Ladder(
        [
            Front(
                "border",
                1,
                ("b", "a"),
                0,
                0,
                0,
                0,
                [[1, 0]],
                0.5,
                0,
                hazard=[0.02, 0.2, 0.3],
                postures=("hold", "escalate"),
            )
        ],
        None,
        0.9,
        1,
    )
    assert named.players == ("b", "a")
    member = solve_logit_markov(named).members[0]
    assert chance(member, "a") == chance(member, "b") == pytest.approx(0.469369, abs=5e-7)


def test_a_front_without_effect_changes_nothing_on_the_others():
    ladder, _ = random_ladder("two fronts", 4)
    idle = Front("idle", 1, (3,), 0, 0, 0, 0, 0 * np.zeros((N_PLAYERS, 2)), 0, 0)
    wider = Ladder([*ladder.fronts, idle], np.pad(ladder.spill, (0, 1)), ladder.discount, 2.0, ladder.payoff_scale)
    plain = solve_logit_markov(ladder, precision=2.0).members[0]
    other = solve_logit_markov(wider).members[0]
    assert other.payoffs == pytest.approx(plain.payoffs, abs=1e-7)
    table = other.details["strategies"].probabilities[:-1].reshape(len(ladder.seats), 3, -1, 2)
    assert table[..., 0] == pytest.approx(plain.details["strategies"].probabilities, abs=1e-7)


def test_no_spill_and_zero_spill_are_the_same():
    ladder, _ = random_ladder("three fronts", 4)
    results = [
        solve_logit_markov(Ladder(ladder.fronts, spill, ladder.discount, 2.0, ladder.payoff_scale)).members[0].payoffs
        for spill in (None, np.zeros((3, 3)))
    ]
    assert results[0] == results[1]


def many(n=6, seed=21):
    rng = np.random.default_rng(seed)
    gain = rng.uniform(0.2, 1.0, (n, 1, 1))
    front = Front("border", 2, (0, 1), 0.05, 0.2, 0.5, 0.3, [[0, -1, -5]] * 2, gain, 0.1)
    return Ladder([front], None, 0.9, 2)


def test_draws_are_solved_as_if_each_were_alone():
    ladder = many()
    found = solve_logit_markov(ladder).members[0]
    gains = ladder.fronts[0].gain[:, 0, 0]
    for d, gain in enumerate(gains):
        front = Front("border", 2, (0, 1), 0.05, 0.2, 0.5, 0.3, [[0, -1, -5]] * 2, gain, 0.1)
        alone = solve_logit_markov(Ladder([front], None, 0.9, 2)).members[0]
        assert [payoff[d] for payoff in found.payoffs] == pytest.approx(alone.payoffs, abs=1e-12)


def test_a_draw_with_a_number_out_of_range_is_nan_and_the_others_are_solved():
    front = Front("border", 2, (0, 1), 0.05, [0.2, 1.7, 0.3], 0.5, 0.3, [[0, -1, -5]] * 2, 0.4, 0.1)
    found = solve_logit_markov(Ladder([front], None, 0.9, 2))
    assert np.isnan(found.members[0].payoffs[0]).tolist() == [False, True, False]
    assert "2 of 3 draws converged" in found.sentence


def test_a_warm_start_leads_to_the_same_equilibrium_in_fewer_sweeps():
    first = solve_logit_markov(many()).members[0]
    again = solve_logit_markov(many(), start=first).members[0]
    assert again.payoffs[0] == pytest.approx(first.payoffs[0], abs=1e-9)
    assert (again.details["branch"] == "from start").all()
    assert again.details["sweeps"].sum() < first.details["sweeps"].sum()


def test_an_interrupt_keeps_the_draws_that_are_finished():
    calls = []

    def stop(done, total):
        calls.append((done, total))
        raise KeyboardInterrupt

    found = solve_logit_markov(many(50), progress=stop)
    done = calls[0][0]
    assert 0 < done < 50 and calls[0][1] == 50
    assert np.isnan(found.members[0].payoffs[0]).tolist() == [False] * done + [True] * (50 - done)
    assert "interrupted" in found.sentence


def test_an_interrupt_between_further_starts_keeps_the_principal_branch_and_what_was_found():
    def stop_after(limit):
        def stop(done, total):
            calls.append((done, total))
            if done == limit:
                raise KeyboardInterrupt

        return stop

    calls = []
    whole = solve_logit_markov(WAR, precision=60, n_starts=4)
    cut = solve_logit_markov(WAR, precision=60, n_starts=4, progress=stop_after(3))
    assert calls == [(1, 5), (2, 5), (3, 5)]
    assert cut.members[0].payoffs == whole.members[0].payoffs and cut.status == "exhausted"
    assert len(whole.members) == len(cut.members) == 2
    assert "2 of 4 further starts, then interrupted, led to 1 other" in cut.sentence


def test_ctrl_c_ends_a_long_solve_and_keeps_what_is_finished():
    program = """
import deterrence as dt, numpy as np
model = dt.load("levant_2024")
values = {"border.noise": np.linspace(0.1, 0.4, 5000)}
ladder = dt.formulate(model.with_values(values), "region")
found = dt.solve(ladder, progress=lambda done, total: print(done, total, flush=True))
print(int(np.isfinite(found.selected.payoffs[0]).sum()), found.sentence, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline().split()[1] == "5000"
        run.send_signal(signal.SIGINT)
        last = run.stdout.read().splitlines()[-1]
    assert run.returncode == 0
    assert 0 < int(last.split()[0]) < 5000 and "interrupted after" in last


def test_progress_ends_with_all_draws():
    calls = []
    solve_logit_markov(many(), progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (6, 6)


def test_draws_that_are_all_out_of_range_fail_in_a_sentence():
    front = Front("border", 1, (0,), 0, [1.2, 1.7], 0, 0.3, [[0, -1]], 0.4, 0.1)
    found = solve_logit_markov(Ladder([front], None, 0.9, 2))
    assert found.status == "failed" and found.members == () and found.selected is None
    assert found.sentence.endswith(".")


@pytest.mark.parametrize(
    ("keywords", "says"),
    [
        ({"precision": -1}, "precision"),
        ({"precision": np.inf}, "markov_perfect"),
        ({"tolerance": 0}, "tolerance"),
        ({"n_starts": -1}, "n_starts"),
        ({"start": "hold"}, "start"),
    ],
)
def test_wrong_keywords_are_refused(keywords, says):
    with pytest.raises(SolverError, match=says):
        solve_logit_markov(WAR, **keywords)
