"""The crisis form fitted to outcomes by maximum likelihood: payoffs that are linear in covariates.

The shocks of the crisis form have standard deviation one, which sets the unit of payoffs; their zero is set by leaving
every term out of at least one payoff of each player. Within these normalisations the coefficients are identified when
the terms vary (checked) and the outcomes tell them apart (the Hessian says, at the estimate).

References
----------
Signorino, C. (1999). "Strategic Interaction and the Statistical Analysis of International Conflict." American
Political Science Review 93: 279-297.
Lewis, J., and K. Schultz (2003). "Revealing Preferences: Empirical Estimation of a Crisis Bargaining Game with
Incomplete Information." Political Analysis 11: 345-367.
Jo, J. (2011). "Nonuniqueness of the Equilibrium in Lewis and Schultz's Model." Political Analysis 19: 351-362.
Crisman-Cox, C., and M. Gibilisco (2021). "Estimating Signaling Games in International Relations: Problems and
Solutions." Political Science Research and Methods 9: 565-582. doi:10.1017/psrm.2019.58
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from deterrence.errors import EvidenceError, show
from deterrence.numerics import resolve_rng
from deterrence.study.evidence.crisis_data import CONSTANT, OUTCOMES, CrisisData, read_crises
from deterrence.study.evidence.crisis_likelihood import (
    Floats,
    Rule,
    all_scores,
    level_and_gradient,
    outcome_logs,
    pick_scores,
)
from deterrence.study.sweeps.plan import check_count

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.evidence.choices import Progress

#: What a term adds to a payoff is looked for up to this size; payoffs of such size leave nothing to chance.
BOUND = 30.0

#: The least curvature, as a share of the largest, at which standard errors are reported.
_SINGULAR = 1e-8

#: Log likelihoods this near count as the same maximum.
_SAME = 1e-3

_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class CrisisFit:
    """Hold the coefficients of a fitted crisis form, and what speaks for and against them.

    Parameters
    ----------
    table
        A row per coefficient: ``payoff``, ``term``, ``estimate``, ``standard_error``, ``z``, ``low``, ``high`` (95 per
        cent); errors are NaN where the Hessian is singular.
    log_likelihood
        At the estimate, with every equilibrium of every game.
    log_constant
        Log likelihood of the outcomes' shares alone, the same in every game.
    by_rule
        Log likelihood of the estimate under each rule of which equilibrium was played.
    outcomes
        ``outcome``, ``observed`` and ``fitted`` counts.
    rule
        The rule that was fitted.
    n_games, n_observations
        Different games, and outcomes.
    n_multiple
        Games with several equilibria at the estimate.
    n_starts, n_best
        Searches, and how many ended at the best likelihood.
    is_converged
        Whether the best search ended where the gradient vanishes.
    is_singular
        Whether the Hessian is singular or not negative definite at the estimate.
    at_bound
        Terms whose part of a payoff ran to ``BOUND``, as ``payoff, term``.
    covariance
        Of the coefficients, NaN where the Hessian is singular.
    """

    table: pd.DataFrame
    log_likelihood: float
    log_constant: float
    by_rule: Mapping[str, float]
    outcomes: pd.DataFrame
    rule: Rule
    n_games: int
    n_observations: int
    n_multiple: int
    n_starts: int
    n_best: int
    is_converged: bool
    is_singular: bool
    at_bound: tuple[str, ...]
    covariance: Floats


def fit_crisis(
    source: str | Path | pd.DataFrame,
    payoffs: Mapping[str, Sequence[str]],
    *,
    fixed: Mapping[str, float] | None = None,
    group: str | None = None,
    rule: Rule = "likeliest",
    n_starts: int = 5,
    seed: int | np.random.Generator | None = 0,
    progress: Progress | None = None,
) -> CrisisFit:
    """Fit the crisis form to outcomes by maximum likelihood.

    Parameters
    ----------
    source
        CSV file or table (``deterrence.study.evidence.crisis_data``): a column ``outcome``, or a column of counts for
        each of status_quo, concession, war, backdown; and covariates.
    payoffs
        Payoff to its terms, such as ``{"war": ["1", "balance"], "backdown": ["1"]}``. The payoffs are status_quo,
        demand, concession, war, backdown, resist and target_war, as in ``Crisis``.
    fixed
        Payoff to what it is without its terms; 0 where it is not named.
    group
        Column that marks games apart whose covariates agree.
    rule
        Which equilibrium was played where a game has several: ``likeliest`` given its outcomes, or the one of
        ``least_resistance`` or ``most_resistance``.
    n_starts
        Searches: from zero, then from random coefficients.
    seed
        Of the random starts.
    progress
        Called with (searches done, searches in all).

    Raises
    ------
    EvidenceError
        If the data or the terms do not fit, or no search ended at a finite likelihood.

    Notes
    -----
    The best of several local searches: another maximum may have been missed, more likely where few searches end at the
    best one (``n_best``). With the rule ``likeliest`` and games that were seen once each, the choice of equilibrium
    bends to noise; standard errors take it as known. Where many games have several equilibria, see whether the
    coefficients survive the other rules. A search costs some fifty evaluations, each a second per few thousand games.
    """
    import pandas as pd
    from scipy.optimize import minimize  # deferred: heavy

    if rule not in get_args(Rule):
        raise EvidenceError("rule", f"saw {show(rule)}", " or ".join(get_args(Rule)))
    check_count("n_starts", n_starts, 1, 1000)
    data = read_crises(source, payoffs, fixed or {}, group)
    rng = resolve_rng(seed)
    n = len(data.terms)
    turn = _to_coefficients(data)

    def loss(steps: Floats) -> tuple[float, Floats]:
        level, gradient = level_and_gradient(data, turn @ steps, rule)
        return -level, -np.nan_to_num(turn.T @ gradient)

    ends: list[Any] = []
    for k in range(n_starts):
        start = np.zeros(n) if k == 0 else rng.normal(size=n)
        bounds = [(-BOUND, BOUND)] * n
        ends.append(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300}))
        if progress is not None:
            progress(k + 1, n_starts)
    best = min(ends, key=lambda end: float(end.fun))
    if not np.isfinite(best.fun):
        raise EvidenceError("payoffs", "no search ended at a finite likelihood", "fewer terms, or other fixed payoffs")
    estimate = turn @ best.x
    covariance, is_singular = _covariance(data, estimate, rule, turn)
    errors = np.sqrt(np.diag(covariance))
    table = pd.DataFrame(
        {
            "payoff": [payoff for payoff, _ in data.terms],
            "term": ["constant" if term == CONSTANT else term for _, term in data.terms],
            "estimate": estimate,
            "standard_error": errors,
            "z": estimate / errors,
            "low": estimate - _NORMAL_95 * errors,
            "high": estimate + _NORMAL_95 * errors,
        }
    )
    payoffs_there = data.payoffs(estimate)
    scores = all_scores(payoffs_there)
    levels = {one: float(pick_scores(data.counts, payoffs_there, scores, one)[1].sum()) for one in get_args(Rule)}
    chances = np.exp(outcome_logs(payoffs_there, pick_scores(data.counts, payoffs_there, scores, rule)[0]))
    seen = data.counts.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        constant = float(np.nansum(seen * np.log(seen / seen.sum())))
    fitted = (data.counts.sum(axis=1, keepdims=True) * chances).sum(axis=0)
    gradient = turn.T @ level_and_gradient(data, estimate, rule)[1]
    ran = [", ".join(term) for term, step in zip(data.terms, best.x, strict=True) if abs(step) > 0.999 * BOUND]
    return CrisisFit(
        table=table, log_likelihood=levels[rule], log_constant=constant, by_rule=levels,
        outcomes=pd.DataFrame({"outcome": OUTCOMES, "observed": seen, "fitted": fitted}), rule=rule,
        n_games=len(data.counts), n_observations=int(seen.sum()),
        n_multiple=int((np.isfinite(scores).sum(axis=1) > 1).sum()), n_starts=n_starts,
        n_best=sum(float(end.fun) < float(best.fun) + _SAME for end in ends),
        is_converged=bool(np.abs(gradient).max() < 1e-3 * max(1.0, float(seen.sum()) ** 0.5)),
        is_singular=is_singular, at_bound=tuple(ran), covariance=covariance,
    )  # fmt: skip


def _to_coefficients(data: CrisisData) -> Floats:
    """Return the matrix that turns what is searched into coefficients.

    The search goes in units of payoff, along terms made orthogonal within each payoff: so neither the units of a column
    nor where its zero lies, as in years, decides what is found.
    """
    turn = np.zeros((len(data.terms), len(data.terms)))
    for payoff in dict.fromkeys(payoff for payoff, _ in data.terms):
        own = [k for k, (one, _) in enumerate(data.terms) if one == payoff]
        columns = data.columns[:, own]
        size = np.maximum(np.sqrt((columns**2).mean(axis=0)), 1e-300)
        triangle = np.linalg.qr(columns / size, mode="r") / np.sqrt(len(columns))
        # A diagonal above 0 keeps the sign of every term.
        triangle *= np.where(np.diag(triangle) < 0, -1.0, 1.0)[:, np.newaxis]
        turn[np.ix_(own, own)] = np.linalg.inv(triangle) / size[:, np.newaxis]
    return turn


def _covariance(data: CrisisData, estimate: Floats, rule: Rule, turn: Floats) -> tuple[Floats, bool]:
    """Return the inverse of the negative Hessian, NaN where it is singular, and whether it is.

    The Hessian is computed as the search goes, so that what counts as singular does not hang on the units of columns.
    """
    n = len(estimate)
    step = 1e-4
    hessian = np.zeros((n, n))
    for k in range(n):
        up, down = (level_and_gradient(data, estimate + sign * step * turn[:, k], rule)[1] for sign in (1, -1))
        hessian[k] = turn.T @ (up - down) / (2 * step)
    hessian = (hessian + hessian.T) / 2
    curvature = np.linalg.eigvalsh(-hessian) if np.isfinite(hessian).all() else np.array([-1.0, 1.0])
    if curvature[0] <= _SINGULAR * max(abs(curvature[-1]), 1e-12):
        return np.full((n, n), np.nan), True
    return turn @ np.linalg.inv(-hessian) @ turn.T, False
