"""The solution concepts: SOLVERS is the one table, ``solve`` looks a concept up in it.

``solve`` serves those who need a name; the solvers themselves are functions with keywords of their own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from deterrence.errors import SolverError, show, suggest
from deterrence.games.form import Form
from deterrence.solvers.bayes_nash import solve_bayes_nash
from deterrence.solvers.closed_form import solve_closed_form
from deterrence.solvers.communication import solve_communication
from deterrence.solvers.correlated import solve_correlated
from deterrence.solvers.logit import solve_logit
from deterrence.solvers.logit_markov import solve_logit_markov
from deterrence.solvers.markov_all import solve_markov_all
from deterrence.solvers.markov_perfect import solve_markov_perfect
from deterrence.solvers.nash import solve_nash
from deterrence.solvers.perfect_bayesian import solve_perfect_bayesian
from deterrence.solvers.perfect_public import solve_perfect_public
from deterrence.solvers.pure_nash import solve_pure_nash
from deterrence.solvers.repeated_payoffs import solve_repeated_payoffs
from deterrence.solvers.sequential import solve_sequential
from deterrence.solvers.solution import EquilibriumSet
from deterrence.solvers.subgame_perfect import solve_subgame_perfect
from deterrence.solvers.support_enumeration import solve_support_enumeration

__all__ = ["SOLVERS", "Solver", "solve"]


@dataclass(frozen=True)
class Solver:
    """One row of the table: the function, the forms it takes, and what it finds, in words."""

    solve: Callable[..., EquilibriumSet]
    forms: tuple[str, ...]
    finds: str


#: Name of a solution concept to its solver.
SOLVERS: Mapping[str, Solver] = {
    "closed_form": Solver(
        solve_closed_form,
        (
            "bargain",
            "brinkmanship",
            "cheap_talk",
            "coalition",
            "crisis",
            "delegation",
            "deterrence",
            "extended_deterrence",
            "power_shift",
            "private_brinkmanship",
            "standoff",
            "threat",
            "trust",
        ),
        "every equilibrium that the form lists, each certified by its regret",
    ),
    "bayes_nash": Solver(
        solve_bayes_nash, ("mediation",), "all extreme Bayes-Nash equilibria without the mediator, in exact fractions"
    ),
    "communication": Solver(
        solve_communication, ("mediation",), "mediated equilibria with the greatest and the least sum of payoffs"
    ),
    "correlated": Solver(
        solve_correlated, ("matrix",), "correlated equilibria at the ends of a weighted sum of payoffs"
    ),
    "logit": Solver(
        solve_logit, ("matrix",), "logit equilibria on the principal branch, or the Nash limit of the branch"
    ),
    "logit_markov": Solver(
        solve_logit_markov, ("ladder",), "logit Markov equilibria: on the principal branch, and from further starts"
    ),
    "markov_all": Solver(
        solve_markov_all,
        ("ladder",),
        "pure Markov perfect equilibria of one front, and mixed ones where seats are alike",
    ),
    "markov_perfect": Solver(
        solve_markov_perfect, ("ladder",), "the Markov perfect equilibrium to which the principal branch leads"
    ),
    "nash": Solver(solve_nash, ("matrix",), "all extreme Nash equilibria of two players, in exact fractions"),
    "perfect_bayesian": Solver(
        solve_perfect_bayesian, ("tree",), "perfect Bayesian equilibria, each with all beliefs that support it"
    ),
    "perfect_public": Solver(
        solve_perfect_public,
        ("restraint", "linked_restraint"),
        "always attack, and restraint under threat of punishment",
    ),
    "pure_nash": Solver(solve_pure_nash, ("matrix",), "all pure Nash equilibria"),
    "repeated_payoffs": Solver(
        solve_repeated_payoffs, ("matrix",), "vertices of the subgame perfect payoffs of a repeated two-player game"
    ),
    "sequential": Solver(
        solve_sequential, ("tree",), "one sequential equilibrium, the limit of the agent logit branch"
    ),
    "subgame_perfect": Solver(
        solve_subgame_perfect, ("tree",), "subgame perfect equilibria, by backward induction through the subgames"
    ),
    "support_enumeration": Solver(
        solve_support_enumeration, ("matrix",), "Nash equilibria of n players, one support after another"
    ),
}


def solve(game: Form | Any, concept: str | None = None, **keywords: Any) -> EquilibriumSet:
    """Solve a game by a named concept.

    Parameters
    ----------
    game
        A game of any form.
    concept
        A name in SOLVERS; None takes the form's own default.
    keywords
        Keywords of that solver.

    Returns
    -------
    EquilibriumSet

    Raises
    ------
    SolverError
        For an unknown concept, one that does not apply to the form, or a keyword that the solver does not have.

    Examples
    --------
    >>> import deterrence as dt
    >>> found = dt.solve(dt.Matrix([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
    >>> len(found.members), found.status
    (1, 'complete')
    """
    if not isinstance(game, Form):
        raise SolverError("game", f"saw a {type(game).__name__}", "a game, such as dt.formulate(model, id) returns")
    name = game.default_concept if concept is None else concept
    fitting = [key for key, row in SOLVERS.items() if game.form in row.forms]
    if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise SolverError("concept", f"saw {show(name)}", "a name in SOLVERS", "leave it out for the form's own")
    if name not in SOLVERS:
        raise SolverError(f"concept '{name}'", "there is no such concept", "", suggest(name, SOLVERS))
    if name not in fitting:
        raise SolverError(f"concept '{name}'", f"it does not apply to the form {game.form}", ", ".join(fitting))
    takes = [p for p in inspect.signature(SOLVERS[name].solve).parameters.values() if p.kind is p.KEYWORD_ONLY]
    accepted = [parameter.name for parameter in takes]
    for keyword in keywords:
        if keyword not in accepted:
            raise SolverError(f"concept '{name}'", f"it has no keyword '{keyword}'", "", suggest(keyword, accepted))
    for parameter in takes:
        if parameter.default is parameter.empty and parameter.name not in keywords:
            saw = f"it needs the keyword '{parameter.name}'"
            raise SolverError(f"concept '{name}'", saw, remedy="give it to dt.solve")
    return SOLVERS[name].solve(game, **keywords)
