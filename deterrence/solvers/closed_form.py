"""Equilibria that a form lists in closed form, each certified by the game's own regret.

The solution concept is the form's own (``Listed.solution_concept``): perfect Bayesian for signalling, subgame perfect
for bargaining under complete information.
"""

from __future__ import annotations

from deterrence.errors import SolverError
from deterrence.games.candidate import Candidate, Listed
from deterrence.games.profile import StrategyProfile
from deterrence.numerics import REGRET_TOLERANCE, is_array, is_symbolic
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, Rule, select


def solve_closed_form(game: Listed, *, rule: Rule = "worst", refinement: str | None = None) -> EquilibriumSet:
    """Certify every equilibrium that a form lists, and pick one.

    One or all: all of the list, which the form says is complete or not. Exact up to rounding: closed forms, each
    checked by the game's own regret. Assumes: a form with ``candidates``, single numbers. Cost: one regret per
    candidate.

    Parameters
    ----------
    game
        A game of a form that lists its equilibria.
    rule
        ``"worst"`` or ``"best"`` by the sum of payoffs.
    refinement
        A name in the candidates' ``survives``, in small letters or large; equilibria that it removes are left out, and
        the sentence says why.

    Returns
    -------
    EquilibriumSet
        ``details["figures"]`` of a member holds the measures that belong to it, ``details["why"]`` the reason for each
        refinement that it fails.

    Raises
    ------
    SolverError
        If the game lists nothing, carries draws or symbols, or the refinement or the rule does not apply.
    """
    if not isinstance(game, Listed):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise SolverError("game", f"saw a {type(game).__name__}", "a form that lists its equilibria")
    listed = game.candidates()
    refinement = _check(game, listed, refinement)
    members: list[Equilibrium] = []
    removed: list[str] = []
    for candidate in listed:
        if not bool(candidate.exists):
            continue
        regret = float(game.regret(StrategyProfile(candidate.strategies)))
        if not regret <= REGRET_TOLERANCE * float(game.payoff_range):
            sentence = f"The profile '{candidate.name}' has regret {regret:g}, above tolerance; rescale the payoffs."
            return EquilibriumSet((), "failed", sentence, "closed_form", game.players)
        if refinement is not None and not bool(candidate.survives.get(refinement, True)):
            removed.append(f"'{candidate.name}': {candidate.removed_because.get(refinement, 'it does not survive')}")
            continue
        survives = {key: bool(value) for key, value in candidate.survives.items()}
        because = candidate.removed_because
        failed = {key: because.get(key, "it does not survive") for key, stays in survives.items() if not stays}
        details = {"figures": candidate.figures, **({"why": failed} if failed else {})}
        members.append(
            Equilibrium(
                candidate.name,
                candidate.strategies,
                candidate.payoffs,
                candidate.outcomes,
                regret,
                candidate.beliefs,
                survives,
                details,
            )
        )
    status = "none" if not members else "complete" if game.is_listed_completely else "exhausted"
    how = "the list is proved complete" if game.is_listed_completely else "others may exist"
    exist = "exists" if len(members) == 1 else "exist"
    sentence = (
        f"{game.solution_concept}: {len(members) or 'none'} of {len(listed)} listed {exist} at these numbers; {how}."
    )
    if removed:
        sentence += f" Removed by {refinement}: {'; '.join(removed)}."
    return select(EquilibriumSet(tuple(members), status, sentence, "closed_form", game.players), rule)


def _check(game: Listed, listed: tuple[Candidate, ...], refinement: str | None) -> str | None:
    """Refuse what has no single answer; return the refinement as the form writes it."""
    for candidate in listed:
        for number in (candidate.exists, *candidate.payoffs):
            if is_array(number) or is_symbolic(number):
                kind = "draws" if is_array(number) else "SymPy expressions"
                raise SolverError(
                    "concept 'closed_form'", f"saw {kind}", "single numbers", "use the measures of the game"
                )
    known = sorted({name for candidate in listed for name in candidate.survives})
    if refinement is None:
        return None
    for name in known:
        if name.lower() == refinement.lower():
            return name
    allowed = ", ".join(known) or f"none: no refinement applies to a {game.form}"
    raise SolverError("refinement", f"saw '{refinement}'", allowed)
