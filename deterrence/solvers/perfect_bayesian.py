"""Perfect Bayesian equilibria of extensive games, with the beliefs that support them.

An *assessment* is a profile with a belief at every information set. It is a perfect Bayesian equilibrium here when

1. at every information set, reached or not, nobody gains by changing all it does from there on, given its belief;
2. beliefs follow from Bayes's rule wherever others' moves can lead to the set: on the path, after deviations of the
   player itself, and within every subgame. Elsewhere they are free, but for nodes that chance rules out.

So every perfect Bayesian equilibrium is subgame perfect, and every sequential equilibrium is perfect Bayesian. Beliefs
that are free form sets; what keeps a threat alive is often only a belief at their edge, and refinements ask which
beliefs are sensible.

References
----------
Fudenberg, D., and J. Tirole (1991). "Perfect Bayesian equilibrium and sequential equilibrium." Journal of Economic
Theory 53(2): 236-260.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from deterrence.errors import SolverError
from deterrence.games.tree import Tree
from deterrence.solvers.assessments import Candidate, Range, find_candidate
from deterrence.solvers.rationality import NotLinearError
from deterrence.solvers.refinements import REFINEMENTS, Verdict, is_signalling, read_signalling, verdict
from deterrence.solvers.solution import Equilibrium, EquilibriumSet, certified, select
from deterrence.solvers.tree_members import described
from deterrence.solvers.tree_supports import Support, count_supports, supports, undominated

#: Supports beyond which only pure strategies are looked at, and pure profiles beyond which the game is refused.
MAX_SUPPORTS = 20_000


@dataclass(frozen=True)
class _Search:
    """What a search found, by what is played, and what it left out."""

    groups: Mapping[tuple[Any, ...], list[Candidate]]
    n_skipped: int
    pure_only: bool


def solve_perfect_bayesian(
    game: Tree,
    *,
    refinement: Literal["intuitive", "d1"] | None = None,
    rule: Literal["worst", "best"] = "worst",
) -> EquilibriumSet:
    """Find the perfect Bayesian equilibria of a tree, by what is played, with the beliefs that support each.

    - *One or all?* All, pure and mixed, one member for each different distribution over the ends of the game: what
      players would do where play never comes, and what they believe there, is reported as ranges. Supports whose
      conditions multiply unknowns are left out and counted in the sentence: they come up with three or more players,
      and with two where beliefs meet later mixed moves.
    - *Exact or approximate?* Exact. Floats are taken at their exact binary value and rounded once, at the end; knife
      edges count as they are in binary, so give fractions where they matter.
    - *What does it assume?* Perfect recall, which every ``Tree`` has. Actions that another beats whatever happens later
      are dropped first, so last moves that depend on a type alone cost nothing.
    - *What does it cost?* A linear programme for each support, a set of actions at each information set, that dominance
      does not rule out: hundredths of a second for signalling games of two types, seconds for six information sets of
      two to three actions. With more than ``MAX_SUPPORTS`` supports only pure equilibria are looked for; with more pure
      profiles than that the game is refused.

    Parameters
    ----------
    game
        A tree.
    refinement
        Leave out members that fail the ``intuitive`` criterion or ``d1``; None keeps all. In signalling games every
        member says in ``survives`` what it survives, whatever is asked.
    rule
        Which member is selected for a headline: the least or greatest sum of payoffs.

    Returns
    -------
    EquilibriumSet
        Pure members first. ``beliefs`` of each holds, for every information set of several nodes, the range of each
        node's probability. ``details``: ``off_path``, the information sets that play never reaches; ``actions``, ranges
        of the probabilities of actions that vary among the equilibria with this play; ``assessment``, one belief from
        the ranges that goes with the strategies shown; ``sequential_regret``, the largest gain at any information set
        with it; ``varies``, whether the member stands for equilibria with different play; ``why``, the reason for each
        refinement that fails. Status ``complete``, or ``exhausted`` when supports were left out, or ``none``.

    Raises
    ------
    SolverError
        If the game is too large, or a refinement is asked for in a game that is no signalling game.

    Examples
    --------
    A bully would duel with a weak guest alone; a guest reveals itself by its meal, and one meal is liked better:

    >>> from deterrence.games.tree import Chance, Decision, Terminal
    >>> def eat(guest, meal):
    ...     liked = (guest == "weak") == (meal == "quiche")
    ...     duel = Terminal("duel", (int(liked), int(guest == "weak")))
    ...     peace = Terminal("peace", (2 + liked, int(guest != "weak")))
    ...     return Decision("bully", meal, {"duel": duel, "defer": peace})
    >>> def sit(guest):
    ...     return Decision("guest", guest, {meal: eat(guest, meal) for meal in ("beer", "quiche")})
    >>> from fractions import Fraction
    >>> start = Chance({"weak": (Fraction(1, 10), sit("weak")), "strong": (Fraction(9, 10), sit("strong"))})
    >>> found = solve_perfect_bayesian(Tree(start, players=["guest", "bully"]))
    >>> [(member.strategies["guest"]["strong"]["beer"], member.survives) for member in found.members]
    [(Fraction(0, 1), {'intuitive': False, 'd1': False}), (Fraction(1, 1), {'intuitive': True, 'd1': True})]
    >>> found.members[1].beliefs["quiche"]["weak/quiche"]
    (Fraction(1, 2), Fraction(1, 1))
    """
    if refinement is not None and refinement not in REFINEMENTS:
        raise SolverError("refinement", f"saw '{refinement}'", "None, " + ", ".join(f"'{r}'" for r in REFINEMENTS))
    exact = game.exact()
    kept = undominated(exact)
    pure_only = count_supports(kept) > MAX_SUPPORTS
    if pure_only and _count_pure(kept) > MAX_SUPPORTS:
        raise SolverError(
            "concept 'perfect_bayesian'",
            f"saw {_count_pure(kept)} pure profiles in '{game.name}' after dominance",
            f"at most {MAX_SUPPORTS}",
            "use 'subgame_perfect' or 'sequential', or merge moves",
        )
    signalling = read_signalling(exact, kept)
    if refinement is not None and not is_signalling(signalling):
        raise SolverError(
            f"refinement '{refinement}'",
            f"'{game.name}' is no signalling game: {signalling}",
            "one player who knows its type moves, another replies",
            "leave the refinement out",
        )
    search = _search(exact, kept, pure_only)
    verdicts: list[dict[str, Verdict]] = []
    for group in search.groups.values():
        judged: dict[str, Verdict] = {}
        if is_signalling(signalling):
            judged = {name: verdict(exact, signalling, group[0].mix, name) for name in REFINEMENTS}
        verdicts.append(judged)
    everything = described(
        game,
        [
            _member(game, exact, str(number), group, judged)
            for number, (group, judged) in enumerate(zip(search.groups.values(), verdicts, strict=True))
        ],
    )
    members = [one for one in everything if refinement is None or one.survives[refinement]]
    removed = [f"'{one.name}': {one.details['why'][refinement]}" for one in everything if one not in members]
    sentence = _sentence(search, members, refinement, removed)
    if not members:
        return EquilibriumSet((), "none", sentence, "perfect_bayesian", game.players)
    status = "exhausted" if search.n_skipped or search.pure_only else "complete"
    return select(EquilibriumSet(tuple(members), status, sentence, "perfect_bayesian", game.players), rule)


def _count_pure(kept: Support) -> int:
    count = 1
    for actions in kept:
        count *= len(actions)
    return count


def _search(tree: Tree, kept: Support, pure_only: bool) -> _Search:
    """Return the equilibria of every support, grouped by what is played."""
    groups: dict[tuple[Any, ...], list[Candidate]] = {}
    n_skipped = 0
    listed = sorted(supports(tree, kept, largest=1 if pure_only else None), key=lambda one: sum(map(len, one)))
    for support in listed:
        try:
            found = find_candidate(tree, support)
        except NotLinearError:
            n_skipped += 1
            continue
        if found is not None:
            groups.setdefault(found.play, []).append(found)
    return _Search(groups, n_skipped, pure_only)


def _member(
    game: Tree, exact: Tree, name: str, group: Sequence[Candidate], verdicts: Mapping[str, Verdict]
) -> Equilibrium:
    """Return what all equilibria with one play have in common, certified by the game."""
    first = group[0]

    def number(value: Any) -> Any:
        return value if game.is_exact else float(value)

    profile = game.behaviour([[number(value) for value in row] for row in first.mix])
    sets, places = exact.information_sets, exact.places
    assessment = {
        sets[h].label: {places[node].label: number(value) for node, value in held.items()}
        for h, held in sorted(first.beliefs.items())
    }
    beliefs: dict[str, dict[str, Range]] = {}
    actions: dict[str, dict[str, Range]] = {}
    for h, one in enumerate(sets):
        if len(one.nodes) > 1:
            beliefs[one.label] = {
                places[node].label: _hull([each.belief_ranges[h][node] for each in group], number) for node in one.nodes
            }
        shown = {
            label: _hull([_action_range(each, h, action) for each in group], number)
            for action, label in enumerate(one.actions)
        }
        if any(low != high for low, high in shown.values()):
            actions[one.label] = shown
    reached = game.beliefs(profile)
    gains = game.regret_by_information_set(profile, assessment)
    details = {
        "off_path": tuple(one.label for one in sets if one.label not in reached),
        "actions": actions,
        "assessment": assessment,
        "sequential_regret": max(gains.values(), default=number(Fraction(0))),
        "varies": any(each.varies for each in group),
        "why": {name: one.why for name, one in verdicts.items() if not one.survives},
    }
    found = certified(game, name, profile, details=details)
    return replace(found, beliefs=beliefs, survives={name: one.survives for name, one in verdicts.items()})


def _action_range(candidate: Candidate, h: int, action: int) -> Range:
    """Return the range of an action's probability; where play never comes and it varies, over the whole support."""
    value = candidate.mix[h][action]
    return candidate.action_ranges.get(h, {}).get(action, (value, value))


def _hull(ranges: Sequence[Range], number: Any) -> Range:
    return number(min(low for low, _ in ranges)), number(max(high for _, high in ranges))


def _sentence(search: _Search, members: Sequence[Equilibrium], refinement: str | None, removed: Sequence[str]) -> str:
    if search.pure_only:
        text = (
            "All pure perfect Bayesian equilibria, by what is played; with so many moves mixed ones were not looked for"
        )
    elif search.n_skipped:
        text = (
            "Perfect Bayesian equilibria by what is played; mixed ones can be missed, since the conditions of "
            f"{search.n_skipped} sets of actions multiply unknowns and were left out"
        )
    else:
        text = "All perfect Bayesian equilibria by what is played, each with every belief that supports it"
    if not members and not removed:
        return f"{text}: there is none."
    if any(member.details["varies"] for member in members):
        text += "; some members stand for a continuum of play"
    if refinement is not None:
        name = REFINEMENTS[refinement]
        text += f". {name} leaves out " + ("nothing" if not removed else "; ".join(removed))
    return text + "."
