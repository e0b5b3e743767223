"""Forms written out as extensive games: who moves, what each side knows, and where every path ends.

Several forms are small trees whose equilibria are listed in closed form. Written out, information sets and actions keep
the labels of the form, so that a profile of the form is a profile of the tree; nodes get names of their own. The trees
are for looking at: the form itself stays the judge of its equilibria.

Moves of chance come first where they settle what a player knows. In *deterrence* the defender's type is drawn only
after a challenge: the challenger does not see it, and nothing before depends on it, so that the same game has fewer
ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from deterrence.games.brinkmanship import CLIMB, QUIT, Brinkmanship
from deterrence.games.crisis import Crisis
from deterrence.games.deterrence import Deterrence
from deterrence.games.extended_deterrence import OUTCOMES, ExtendedDeterrence
from deterrence.games.form import Form
from deterrence.games.profile import Beliefs, StrategyProfile
from deterrence.games.threat import Threat
from deterrence.games.tree import Chance, Decision, Node, Terminal, Tree
from deterrence.games.tree_play import reach
from deterrence.games.tree_profiles import read_mix

#: Rungs of a climb that are written out; what follows stands as one end with its value.
MAX_RUNGS_WRITTEN = 3

_CRISIS_NOTE = (
    "Payoffs at the ends are means. To each side its own payoff from fighting, and to the challenger that from backing "
    "down, is private, with a spread of one payoff unit. So the figure on a branch is the share of types that take it, "
    "and what the sides expect, in the list of equilibria, counts that each type does what suits it."
)
_BRINK_NOTE = (
    "The climb is written out up to rung {last}. What would follow stands as one end, with what it is worth in this "
    "equilibrium; play does not come there."
)


@dataclass(frozen=True, eq=False)
class Extensive:
    """Hold a form as a tree.

    Parameters
    ----------
    tree
        The extensive game.
    believed
        Node of the tree to what the form's beliefs call it.
    note
        What the tree leaves out or shows otherwise than the form, in sentences; empty when it is the form's game.
    """

    tree: Tree
    believed: Mapping[str, str] = field(default_factory=dict[str, str])
    note: str = ""


def write_out(game: Form) -> Extensive | None:
    """Return a form as an extensive game, or None when it has no finite tree: types or times that form a continuum.

    The game holds single numbers, no draws.

    Examples
    --------
    >>> found = write_out(Threat(0.3, 10, 4, 0.5, 3, 1, 1, signal_cost=2))
    >>> [one.label for one in found.tree.information_sets][:3]
    ['strong', 'threat', 'strong, challenged after threat']
    """
    write = _WRITERS.get(game.form)
    return None if write is None else write(game)


def profile_in_tree(found: Extensive, profile: StrategyProfile) -> StrategyProfile:
    """Return what a profile of the form plays at the information sets that the tree has."""
    owners = {one.label: found.tree.players[one.seat] for one in found.tree.information_sets}
    return StrategyProfile(
        {
            player: {label: mix for label, mix in strategy.items() if owners.get(label) == player}
            for player, strategy in profile.strategies.items()
        }
    )


def beliefs_in_tree(found: Extensive, profile: StrategyProfile, beliefs: Beliefs) -> Beliefs:
    """Return what is believed at each information set of several nodes.

    Parameters
    ----------
    found
        The tree.
    profile
        A profile of the tree.
    beliefs
        What the form says of it. Where it says nothing, Bayes's rule is applied to what others do, as if the player's
        own moves had led there; where others' moves cannot lead there either, the set is left out.
    """
    tree, mix = found.tree, read_mix(found.tree, profile)
    held: dict[str, Mapping[str, Any]] = {}
    for one in tree.information_sets:
        labels = {node: tree.places[node].label for node in one.nodes}
        if len(labels) < 2:
            continue
        if one.label in beliefs:
            given = beliefs[one.label]
            held[one.label] = {label: given[found.believed.get(label, label)] for label in labels.values()}
            continue
        others = [
            [1] * len(row) if each.seat == one.seat else row
            for each, row in zip(tree.information_sets, mix, strict=True)
        ]
        weights = reach(tree.places, others)
        total = sum(weights[node] for node in labels)
        if total > 0:
            shares = {label: weights[node] / total for node, label in labels.items()}
            held[one.label] = {label: (share, share) for label, share in shares.items()}
    return held


def _threat(game: Any) -> Extensive:
    sender, challenger = game.players
    believed: dict[str, str] = {}

    def reply(kind: str, message: str) -> Node:
        stake, war = (game.value_strong, game.war_strong) if kind == "strong" else (game.value_weak, game.war_weak)
        cost = game.signal_cost if message == "threat" else 0 * stake
        sunk = cost if game.kind == "sunk" else 0 * stake
        name = f"{kind} sender after {message}"
        believed[name] = kind
        last = {
            "fight": Terminal("war", (war - sunk, -game.challenger_war_cost)),
            "concede": Terminal("concession", (0 * cost - cost, game.challenger_gain)),
        }
        branches = {
            "challenge": Decision(sender, f"{kind}, challenged after {message}", last),
            "refrain": Terminal("no_challenge", (stake - sunk, 0 * stake)),
        }
        return Decision(challenger, message, branches, name=name)

    def move(kind: str) -> Node:
        messages = {"threaten": reply(kind, "threat"), "stay silent": reply(kind, "silence")}
        return Decision(sender, kind, messages, name=f"{kind} sender")

    root = Chance({"strong": (game.prior_strong, move("strong")), "weak": (1 - game.prior_strong, move("weak"))})
    return Extensive(Tree(root, players=game.players, name=game.name), believed)


def _deterrence(game: Any) -> Extensive:
    challenger, defender = game.players
    gain, quiet, hard_fight, retreat, soft_fight = game.challenger
    peace, success, hard_stand, loss, soft_stand = game.defender
    believed: dict[str, str] = {}

    def answer(own: str, other: str) -> Node:
        fight = (hard_fight if own == "hard" else soft_fight, hard_stand if other == "hard" else soft_stand)
        last = Decision(
            challenger,
            f"{own}_resisted",
            {"fight": Terminal("conflict", fight), "retreat": Terminal("retreat", (retreat, success))},
            name=f"{own} challenger resisted by {other} defender",
        )
        name = f"{own} challenger before {other} defender"
        believed[name] = own
        branches = {"resist": last, "concede": Terminal("concession", (gain, loss))}
        return Decision(defender, f"{other}_challenged", branches, name=name)

    def move(own: str) -> Node:
        p = game.defender_credibility
        challenged = Chance(
            {"hard": (p, answer(own, "hard")), "soft": (1 - p, answer(own, "soft"))}, name=f"challenge by {own}"
        )
        branches = {"challenge": challenged, "wait": Terminal("status quo", (quiet, peace))}
        return Decision(challenger, own, branches, name=f"{own} challenger")

    p = game.challenger_credibility
    root = Chance({"hard": (p, move("hard")), "soft": (1 - p, move("soft"))})
    return Extensive(Tree(root, players=game.players, name=game.name), believed)


def _extended_deterrence(game: Any) -> Extensive:
    challenger, protege, patron = game.players
    believed: dict[str, str] = {}

    def play(kind: str) -> Node:
        own = game.patron_strong if kind == "strong" else game.patron_weak
        ends = {
            outcome: Terminal(outcome, (game.challenger[k], game.protege[k], own[k]))
            for k, outcome in enumerate(OUTCOMES)
        }
        help_ = {"intervene": ends["joint_fight"], "stand_aside": ends["lone_fight"]}
        asked = Decision(patron, kind, help_, name=f"{kind} patron asked for help")
        attacked = Decision(
            protege, "attacked", {"resist": asked, "yield": ends["yield"]}, name=f"attacked, {kind} patron"
        )
        quiet = Decision(
            challenger, "quiet", {"attack": attacked, "wait": ends["status_quo"]}, name=f"quiet, {kind} patron"
        )
        believed.update({attacked.name: kind, quiet.name: kind})
        return quiet

    q = game.prior_strong
    root = Chance({"strong": (q, play("strong")), "weak": (1 - q, play("weak"))})
    return Extensive(Tree(root, players=game.players, name=game.name), believed)


def _crisis(game: Any) -> Extensive:
    challenger, target = game.players
    last = {
        "fight": Terminal("war", (game.war, game.target_war)),
        "back down": Terminal("backdown", (game.backdown, game.resist)),
    }
    reply = {
        "resist": Decision(challenger, "resisted", last),
        "concede": Terminal("concession", (game.demand, game.concession)),
    }
    start = {
        "challenge": Decision(target, "challenged", reply),
        "refrain": Terminal("status_quo", (game.status_quo, 0.0)),
    }
    tree = Tree(Decision(challenger, "start", start), players=game.players, name=game.name)
    return Extensive(tree, note=_CRISIS_NOTE)


def _brinkmanship(game: Any) -> Extensive:
    n_rungs = len(game.risks)
    written = n_rungs if n_rungs <= MAX_RUNGS_WRITTEN + 1 else MAX_RUNGS_WRITTEN

    def prize(seat: int) -> tuple[Any, ...]:
        return tuple(value if k == seat else 0 * value for k, value in enumerate(game.value))

    node: Node
    if written == n_rungs:
        node = Terminal("nobody wins", tuple(0 * value for value in game.value))
    else:
        rest: Brinkmanship = Brinkmanship(
            game.risks[written:], game.value, game.disaster_cost, game.mover(written), players=game.players
        )
        (plan,) = rest.candidates()
        node = Terminal(f"rung {written + 1} and beyond", plan.payoffs)
    for rung in reversed(range(written)):
        mover, risk = game.mover(rung), game.risks[rung]
        lost = Terminal("disaster", tuple(-cost for cost in game.disaster_cost))
        draws = {"disaster": (risk, lost), "no disaster": (1 - risk, node)}
        climbed = Chance(draws, name=f"rung {rung + 1} is climbed")
        winner = game.players[1 - mover]
        branches = {CLIMB: climbed, QUIT: Terminal(f"prize to {winner}", prize(1 - mover))}
        node = Decision(game.players[mover], f"rung {rung + 1}", branches)
    note = "" if written == n_rungs else _BRINK_NOTE.format(last=written)
    return Extensive(Tree(node, players=game.players, name=game.name), note=note)


def _tree(game: Any) -> Extensive:
    return Extensive(game)


#: Form -> how it is written out.
_WRITERS: Mapping[str, Callable[[Any], Extensive]] = {
    Brinkmanship.form: _brinkmanship,
    Crisis.form: _crisis,
    Deterrence.form: _deterrence,
    ExtendedDeterrence.form: _extended_deterrence,
    Threat.form: _threat,
    Tree.form: _tree,
}

#: The forms that have a tree.
WRITTEN_OUT: tuple[str, ...] = tuple(_WRITERS)
