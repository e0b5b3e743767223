"""Estimates in sentences: what data moved, what they left as it was, and what the numbers rest on."""

from __future__ import annotations

from typing import Any

from deterrence.study.evidence.crisis_fit import CrisisFit
from deterrence.study.evidence.estimation import BARELY, Estimate
from deterrence.study.figures import number
from deterrence.study.words import NOT_A_FORECAST

#: Correlations of draws beyond this are spoken of.
_STRONG = 0.7

#: Fewer different ends of searches than this share are worth a word.
_RARE = 0.5

#: Accepted moves below this share mean that draws hardly moved.
_STUCK = 0.1


def takeaway(found: Estimate) -> str:
    """Say in one sentence what the moves did to each prior."""
    rows = found.table.to_dict("records")
    said = "; ".join(_moved(row) for row in rows)
    return f"In the ladder model, {found.n_moves} moves bring {said}."


def estimate_sentences(found: Estimate) -> list[str]:
    """Say what was estimated, from what, how far it can be trusted, and what the data could not tell."""
    said = [takeaway(found), *_warnings(found)]
    gain = found.log_evidence - found.log_random
    way = "more" if gain > 0 else "less"
    said.append(
        f"Averaged over the prior, the model makes the moves {way} likely than random choice does: by {abs(gain):.2f} "
        "in the logarithm of the evidence."
    )
    held = "" if found.held is None else f" Precision was held at {found.held:g}."
    said.append(
        f"Posterior by sequential Monte Carlo, {found.n_particles} draws, {_temperatures(found)}, seed "
        f"{found.seed}.{held} All parameters that are not named were held at the case's values, so the posterior is "
        "narrower than what is known."
    )
    said.append(
        "Moves are taken as independent given the rungs, and as choices of one logit equilibrium, the one on the "
        "principal branch. Moves that were recorded because they stood out are taken for ordinary behaviour."
    )
    return [*said, NOT_A_FORECAST]


def _temperatures(found: Estimate) -> str:
    return "one temperature" if len(found.stages) == 1 else f"{len(found.stages)} temperatures"


def _moved(row: dict[Any, Any]) -> str:
    before = f"{number(row['prior_q50'])} ({number(row['prior_q05'])} to {number(row['prior_q95'])})"
    after = f"{number(row['posterior_q50'])} ({number(row['posterior_q05'])} to {number(row['posterior_q95'])})"
    return f"{row['parameter']} from {before} before to {after} after (medians and 90 per cent intervals)"


def _warnings(found: Estimate) -> list[str]:
    said: list[str] = []
    for row in found.table.to_dict("records"):
        if not row["is_identified"]:
            said.append(
                f"Warning: the moves barely identify {row['parameter']}: its posterior keeps {row['sd_ratio']:.0%} of "
                f"the prior's spread and shares {row['overlap']:.0%} of its area (warned of above {BARELY:.0%}), so "
                "what is read off it is mostly the prior."
            )
    names = list(found.priors)
    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            size = float(found.draws[one].corr(found.draws[other]))
            if abs(size) > _STRONG:
                said.append(
                    f"Warning: {one} and {other} are tied in the posterior (correlation {size:.2f}): the moves speak "
                    "of the two together rather than of each."
                )
    if found.n_unsolved:
        said.append(
            f"Warning: {found.n_unsolved} of {found.n_solved} draws could not be solved and count as impossible; if "
            "they lie together, the posterior is cut off there."
        )
    if float(found.stages["accepted"].min()) < _STUCK:
        said.append("Warning: few proposals of the sampler were accepted; take more particles.")
    return said


def fit_sentences(found: CrisisFit) -> list[str]:
    """Say what was fitted, and everything that speaks against leaning on it."""
    rows = found.table.to_dict("records")
    listed = "; ".join(f"{row['payoff']}, {row['term']} {number(row['estimate'])} ({_error(row)})" for row in rows)
    said = [
        f"In the crisis model, by maximum likelihood on {found.n_observations:,} outcomes of {found.n_games:,} "
        f"different games (standard errors in brackets): {listed}."
    ]
    if found.is_singular:
        said.append(
            "Warning: the Hessian is singular or not negative definite here, so the data do not identify the "
            "coefficients, or the likelihood has a kink; no standard errors. Leave terms out or fix a payoff."
        )
    if found.at_bound:
        said.append(f"Warning: ran to the bound of the search: {'; '.join(found.at_bound)}.")
    if not found.is_converged:
        said.append("Warning: the best search did not end where the gradient vanishes; the likelihood may have a kink.")
    if found.n_starts > 1 and found.n_best < _RARE * found.n_starts:
        said.append(
            f"Warning: only {found.n_best} of {found.n_starts} searches ended at the best likelihood; a better maximum "
            "may have been missed. Take more starts."
        )
    said.append(
        f"Log likelihood {found.log_likelihood:.2f}, against {found.log_constant:.2f} for the outcomes' shares alone."
    )
    rule = found.rule.replace("_", " ")
    if found.n_multiple:
        others = ", ".join(
            f"{name.replace('_', ' ')} {level:.2f}" for name, level in found.by_rule.items() if name != found.rule
        )
        said.append(
            f"{found.n_multiple} of {found.n_games} games have several equilibria at the estimate; fitted is the rule "
            f"'{rule}'. The same coefficients under the other rules: {others}. Fit those too before you lean on this."
        )
    else:
        said.append(
            "At the estimate every game has one equilibrium, so the rule that picks among several does not act."
        )
    said.append(
        "Coefficients are in standard deviations of the shocks, relative to the payoffs that hold no such term; they "
        "say what fits these outcomes in this model, not what caused them."
    )
    return [*said, NOT_A_FORECAST]


def _error(row: dict[Any, Any]) -> str:
    error = float(row["standard_error"])
    return "none" if error != error else number(error)
