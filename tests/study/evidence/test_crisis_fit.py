import numpy as np
import pandas as pd
import pytest

import deterrence as dt
from deterrence.errors import EvidenceError
from deterrence.study.evidence.crisis_data import BY_PLAYER, OUTCOMES, read_crises
from deterrence.study.evidence.crisis_likelihood import (
    all_scores,
    game_levels,
    level_and_gradient,
    outcome_logs,
    pick_scores,
    quick_scores,
)
from deterrence.study.evidence.estimation_words import fit_sentences

TERMS = {"war": ["1", "x"], "backdown": ["1"], "target_war": ["1", "z"]}
FIXED = {"demand": 1, "resist": 1}
TRUTH = np.array([-1.9, 0.5, -1.2, -2.5, 0.8])


def simulated(n_each, seed, truth=TRUTH, root=0):
    """Return counts of outcomes in nine games, drawn from the equilibria that the form itself lists."""
    rng, rows = np.random.default_rng(seed), []
    for x in (-1, 0, 1):
        for z in (-1, 0, 1):
            war, target = truth[0] + truth[1] * x, truth[3] + truth[4] * z
            candidates = dt.Crisis(0, 1, 0, war, truth[2], 1, target).candidates()
            shares = np.array([candidates[min(root, len(candidates) - 1)].outcomes[o] for o in OUTCOMES])
            rows.append({"x": x, "z": z, **dict(zip(OUTCOMES, rng.multinomial(n_each, shares), strict=True))})
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def data():
    return read_crises(simulated(200, 1), TERMS, FIXED, None)


def test_the_likelihood_is_that_of_the_forms_own_outcome_shares(data):
    level = level_and_gradient(data, TRUTH, "least_resistance")[0]
    expected = 0.0
    for row in simulated(200, 1).to_dict("records"):
        game = dt.Crisis(0, 1, 0, -1.9 + 0.5 * row["x"], -1.2, 1, -2.5 + 0.8 * row["z"])
        shares = game.candidates()[0].outcomes
        expected += sum(row[o] * np.log(shares[o]) for o in OUTCOMES if row[o])
    assert level == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("rule", ["likeliest", "least_resistance", "most_resistance"])
def test_the_gradient_is_that_of_the_likelihood(data, rule):
    at, step = TRUTH + 0.1, 1e-4
    level, gradient = level_and_gradient(data, at, rule)
    numeric = [
        (level_and_gradient(data, at + e, rule)[0] - level_and_gradient(data, at - e, rule)[0]) / (2 * step)
        for e in np.eye(5) * step
    ]
    assert gradient == pytest.approx(numeric, rel=1e-3, abs=1e-2) and np.isfinite(level)


def test_the_quick_scan_finds_every_equilibrium_that_lies_apart():
    # Three equilibria of the game at the middle: p_resist .251105, .594723, .813322 (theory of the form).
    payoffs = read_crises(simulated(1, 0), TERMS, FIXED, None).payoffs(np.array([-1.9, 0, -1.2, -2.9, 0]))
    exact, quick = all_scores(payoffs), quick_scores(payoffs)
    assert exact.shape == quick.shape == (9, 3)
    assert quick == pytest.approx(exact, abs=1e-8)


def test_the_likeliest_equilibrium_is_the_best_of_all_and_one_per_game(data):
    payoffs = data.payoffs(np.array([-1.9, 0, -1.2, -2.9, 0]))
    scores = all_scores(payoffs)
    levels = game_levels(data.counts, payoffs, scores)
    picked = pick_scores(data.counts, payoffs, scores, "likeliest")[1]
    assert picked == pytest.approx(levels.max(axis=1)) and picked.shape == (9,)
    lows, highs = (pick_scores(data.counts, payoffs, scores, f"{end}_resistance")[0] for end in ("least", "most"))
    assert (lows < highs).all()
    assert np.exp(outcome_logs(payoffs, lows)).sum(axis=1) == pytest.approx(1)


def test_known_coefficients_are_recovered_within_their_standard_errors():
    found = dt.fit_crisis(simulated(400, 2), TERMS, fixed=FIXED, n_starts=2, seed=0)
    z = (found.table["estimate"] - TRUTH) / found.table["standard_error"]
    # Jointly chi-squared with five degrees of freedom: 25.7 is passed by chance once in 10,000.
    distance = found.table["estimate"].to_numpy() - TRUTH
    assert distance @ np.linalg.solve(found.covariance, distance) < 25.7, z.tolist()
    assert (found.table["standard_error"] < 0.3).all() and found.is_converged and not found.is_singular
    assert found.log_likelihood > found.log_constant and found.n_best >= 1
    assert found.outcomes["fitted"].sum() == pytest.approx(found.n_observations)


def test_neither_the_unit_of_a_covariate_nor_its_zero_changes_the_fit():
    table = simulated(100, 6, np.array([-1.9, 0.5, -1.2, -2.2, 0.0]))
    terms, fixed = {"war": ["1", "x"], "backdown": ["1"]}, FIXED | {"target_war": -2.2}
    plain = dt.fit_crisis(table, terms, fixed=fixed, n_starts=2)
    slope = plain.table.loc[1]
    for unit, zero in ((1e6, 0.0), (1.0, 2000.0)):
        moved = dt.fit_crisis(table.assign(x=table["x"] * unit + zero), terms, fixed=fixed, n_starts=2)
        assert moved.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-4) and moved.is_converged
        assert moved.table["estimate"][1] * unit == pytest.approx(slope["estimate"], rel=1e-3)
        assert moved.table["standard_error"][1] * unit == pytest.approx(slope["standard_error"], rel=1e-3)


def test_where_games_have_several_equilibria_the_rules_differ_and_the_words_say_so():
    truth = np.array([-1.9, 0.0, -1.2, -2.9, 0.05])
    table = simulated(400, 3, truth, root=2)
    found = dt.fit_crisis(table, TERMS, fixed=FIXED, n_starts=1, seed=0)
    data = read_crises(table, TERMS, FIXED, None)
    by_rule = {rule: level_and_gradient(data, truth, rule)[0] for rule in found.by_rule}
    assert by_rule["likeliest"] == pytest.approx(by_rule["most_resistance"])
    assert by_rule["likeliest"] > by_rule["least_resistance"] + 100
    assert found.log_likelihood >= by_rule["likeliest"] - 2, "the search ends at least about as well as the truth"
    assert ("have several equilibria" in " ".join(fit_sentences(found))) == (found.n_multiple > 0)


def test_data_that_do_not_identify_a_coefficient_bring_a_warning_in_place_of_errors():
    table = simulated(50, 4)
    table[["concession", "war", "backdown"]] = 0  # nobody ever challenges: nothing is learnt of the target
    found = dt.fit_crisis(table, TERMS, fixed=FIXED, n_starts=1)
    assert found.is_singular and found.table["standard_error"].isna().all()
    assert "Warning: the Hessian is singular" in " ".join(fit_sentences(found))


def test_rows_of_single_outcomes_and_counts_are_the_same_data(tmp_path):
    table = simulated(3, 5)
    rows = [
        {"x": row["x"], "z": row["z"], "outcome": outcome}
        for row in table.to_dict("records") for outcome in OUTCOMES for _ in range(int(row[outcome]))
    ]  # fmt: skip
    path = tmp_path / "dyads.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    one, other = read_crises(path, TERMS, FIXED, None), read_crises(table, TERMS, FIXED, None)
    assert one.counts.tolist() == other.counts.tolist() and one.columns.tolist() == other.columns.tolist()
    marked = pd.DataFrame(rows).assign(dyad=range(len(rows)))
    assert len(read_crises(marked, TERMS, FIXED, "dyad").counts) == len(rows) > 9


@pytest.mark.parametrize(
    ("terms", "fixed", "part"),
    [
        ({"wra": ["1"]}, {}, "did you mean 'war'?"),
        ({"war": []}, {}, "saw no term"),
        ({"war": ["1", "1"]}, {}, "one twice"),
        ({"war": ["power"]}, {}, "the column 'power' is missing"),
        ({"war": ["1", "x", "double"]}, {}, "do not vary apart"),
        ({"war": ["1"]}, {"wra": 1}, "did you mean 'war'?"),
        ({"war": ["1"]}, {"demand": float("nan")}, "saw nan; allowed is a number below"),
        ({"war": ["1"]}, {"demand": 1e300}, "a number below"),
        ({one: ["1"] for one in BY_PLAYER["challenger"]}, {}, "every payoff of the challenger"),
        ({one: ["x"] for one in BY_PLAYER["target"]}, {}, "'x' is in every payoff of the target"),
        ({}, {}, "none has a term"),
    ],
)
def test_terms_that_cannot_be_told_apart_are_refused_in_a_sentence(terms, fixed, part):
    table = simulated(5, 0)
    with pytest.raises(EvidenceError) as caught:
        read_crises(table.assign(double=2 * table["x"]), terms, fixed, None)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"war": -1}, "line 2, war: saw -1"),
        ({"war": 0.5}, "line 2, war: saw 0.5"),
        ({"x": "much"}, "line 2, x: saw 'much'"),
        ({"x": float("inf")}, "line 2, x: saw 'inf'"),
        ({"outcome": "peace"}, "line 2, outcome: saw 'peace'"),
    ],
)
def test_a_cell_at_fault_is_named(change, part):
    with pytest.raises(EvidenceError) as caught:
        read_crises(simulated(5, 0).assign(**change), TERMS, FIXED, None)
    assert part in str(caught.value)


def test_a_table_without_outcomes_and_an_unknown_rule_are_refused():
    with pytest.raises(EvidenceError, match="and so is 'outcome'"):
        read_crises(simulated(5, 0).drop(columns="war"), TERMS, FIXED, None)
    with pytest.raises(EvidenceError, match="every count is 0"):
        read_crises(simulated(5, 0).assign(**dict.fromkeys(OUTCOMES, 0)), TERMS, FIXED, None)
    with pytest.raises(EvidenceError, match="likeliest or least_resistance or most_resistance"):
        dt.fit_crisis(simulated(5, 0), TERMS, rule="best")
