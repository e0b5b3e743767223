"""Extensive games that several tests share, and a separate enumeration of everything that can happen in them."""

from __future__ import annotations

import itertools
from fractions import Fraction as F
from typing import Any

from deterrence.games.tree import Chance, Decision, Node, Terminal, Tree


def beer_quiche(*, weak=F(1, 10)) -> Tree:
    """Cho and Kreps (1987), section I: a meal is worth 1, not fighting 2; B likes to duel the weak alone."""

    def eat(guest, meal):
        liked = (guest == "weak") == (meal == "quiche")
        duel = Terminal("duel", (int(liked), int(guest == "weak")))
        return Decision("B", meal, {"duel": duel, "defer": Terminal("peace", (2 + liked, int(guest == "strong")))})

    def sit(guest):
        return Decision("A", guest, {meal: eat(guest, meal) for meal in ("beer", "quiche")})

    return Tree(Chance({"weak": (weak, sit("weak")), "strong": (1 - weak, sit("strong"))}), players=["A", "B"])


def horse() -> Tree:
    """Selten (1975), figure 1."""

    def third(left, right):
        return Decision(2, "third", {"L": Terminal(str(left), left), "R": Terminal(str(right), right)})

    second = Decision(1, "second", {"c": Terminal("(1, 1, 1)", (1, 1, 1)), "d": third((4, 4, 0), (0, 0, 1))})
    return Tree(Decision(0, "first", {"C": second, "D": third((3, 3, 2), (0, 0, 0))}), name="horse")


def threat(q, high, low, p, k, b, c, *, sink: Any = None, tie: Any = 0) -> Tree:
    """A threat of war that is costly to make (sink) or to take back (tie); own two-type version of Fearon (1997)."""

    def reply(type, value, signalled):
        war = p * value - k
        lost = (sink or 0) if signalled else 0
        broken = (tie if sink is None else sink) if signalled else 0
        last = {"fight": Terminal("war", (war - lost, -c)), "yield": Terminal("concession", (-broken, b))}
        return Decision(
            "C",
            "signal" if signalled else "silence",
            {
                "leave": Terminal("peace", (value - lost, 0)),
                "challenge": Decision("D", f"{type}, {'signal' if signalled else 'silence'}", last),
            },
        )

    def move(type, value):
        return Decision("D", type, {"signal": reply(type, value, True), "silent": reply(type, value, False)})

    root = Chance({"high": (q, move("high", high)), "low": (1 - q, move("low", low))})
    return Tree(root, players=["D", "C"], name="threat")


def unilateral_deterrence(challenger_hard, defender_hard) -> Tree:
    """Zagare and Kilgour (2000), unilateral deterrence: C=(DC5,SQ3,DD+1,CD0,DD-−2), D=(SQ5,CD5,DD+2,DC1,DD-−3)."""

    def play(c, d):
        conflict = (1 if c == "hard" else -2, 2 if d == "hard" else -3)
        last = Decision("C", f"{c} C, resisted", {"press": Terminal("DD", conflict), "retreat": Terminal("CD", (0, 5))})
        reply = Decision("D", f"{d} D", {"yield": Terminal("DC", (5, 1)), "resist": last})
        return Decision("C", f"{c} C", {"wait": Terminal("SQ", (3, 5)), "challenge": reply})

    def draw(c):
        return Chance({"hard": (defender_hard, play(c, "hard")), "soft": (1 - defender_hard, play(c, "soft"))})

    root = Chance({"hard": (challenger_hard, draw("hard")), "soft": (1 - challenger_hard, draw("soft"))})
    return Tree(root, players=["C", "D"], name="unilateral_deterrence")


def escalation(challenger_hard, defender_hard) -> Tree:
    """Zagare and Kilgour (2000), asymmetric escalation, payoffs by rank; 0 or 1 for known types.

    A hard defender is hard at both levels, a soft one at neither; ``"tactical"`` and ``"strategic"`` are known to be
    hard at one.
    """
    ranks_c = {"DC": 7, "SQ": 6, "ED": 5, "DD": 4, "DE": 2}
    ranks_d = {"SQ": 8, "DE": 7, "DC": 5, "ED": 2}

    def end(outcome):
        return Terminal(outcome, (ranks_c[outcome], ranks_d[outcome]))

    def play(c, d):
        war = Terminal("EE", (3 if c == "hard" else 1, 3 if d in ("hard", "strategic") else 1))
        stand = Terminal("DD", (4, 6 if d in ("hard", "tactical") else 4))
        escalated = Decision("C", f"{c} C, escalated on", {"yield": end("DE"), "escalate": war})
        last = Decision("D", f"{d} D, last", {"yield": end("ED"), "escalate": war})
        answered = Decision("C", f"{c} C, answered", {"hold": stand, "escalate": last})
        reply = Decision("D", f"{d} D", {"concede": end("DC"), "answer": answered, "escalate": escalated})
        return Decision("C", f"{c} C", {"wait": end("SQ"), "challenge": reply})

    if challenger_hard in (0, 1):
        types = ("soft", "hard")
        defender = types[defender_hard] if defender_hard in (0, 1) else defender_hard
        return Tree(play(types[challenger_hard], defender), players=["C", "D"], name="escalation")

    def draw(c):
        return Chance({"hard": (defender_hard, play(c, "hard")), "soft": (1 - defender_hard, play(c, "soft"))})

    root = Chance({"hard": (challenger_hard, draw("hard")), "soft": (1 - challenger_hard, draw("soft"))})
    return Tree(root, players=["C", "D"], name="escalation")


def entry(rounds: int) -> Tree:
    """Selten (1978): the chain store faces that many entrants in turn; entering is fought (0, 0) or shared (2, 2)."""

    def ask(number, gains, history):
        if number == rounds:
            return Terminal("".join(history) or "none", (sum(gains[0]), *gains[1]))
        entrant = number + 1

        def after(own, other, mark):
            return ask(number + 1, ((*gains[0], own), (*gains[1], other)), (*history, mark))

        reply = Decision(0, f"chain store {''.join(history)}", {"fight": after(0, 0, "F"), "share": after(2, 2, "S")})
        return Decision(entrant, f"entrant {''.join(history)}", {"stay out": after(5, 1, "O"), "enter": reply})

    return Tree(ask(0, ((), ()), ()), name="chain_store")


def centipede(moves: int) -> Tree:
    """Rosenthal (1981): taking ends the game; each pass doubles the pot, of which the taker gets four fifths."""
    node: Node = Terminal("end", tuple([F(2**moves) * F(4, 5), F(2**moves) * F(1, 5)][:: 1 if moves % 2 == 0 else -1]))
    for number in reversed(range(moves)):
        shares = (F(2**number) * F(4, 5), F(2**number) * F(1, 5))
        taken: Node = Terminal(f"take {number}", shares if number % 2 == 0 else shares[::-1])
        node = Decision(number % 2, f"move {number}", {"take": taken, "pass": node})
    return Tree(node, name="centipede")


def random_tree(rng, *, players=2, decisions=4, ties=False) -> Tree:
    """A tree of two to three layers in which the second layer cannot tell all of the first layer's actions apart."""
    high = 3 if ties else 50

    def end():
        payoffs = tuple(int(v) for v in rng.integers(0, high, players))
        return Terminal(f"end {rng.integers(10**9)}", payoffs)

    blurred = bool(rng.integers(2))

    def second(action, path):
        label = "second" if blurred and action != "a" else f"second {action}"
        branches = {b: end() for b in ("x", "y")}
        if rng.integers(3) == 0 and decisions > 3:
            branches["y"] = Decision(0, f"third {path}", {b: end() for b in ("l", "r")})
        return Decision(1 % players, label, branches)

    def first(type):
        label = f"first {type}"
        return Decision(0, label, {a: second(a, f"{type}{a}") for a in ("a", "b", "c")[: 2 + int(rng.integers(2))]})

    if rng.integers(2):
        return Tree(first(""), name="random")
    weight = F(int(rng.integers(1, 10)), 10)
    return Tree(Chance({"s": (weight, first("s")), "t": (1 - weight, first("t"))}), name="random")


def paths(node, probability=1, history=()):
    """Yield every way through a tree as (probability by chance, moves as (information set, action), end)."""
    if isinstance(node, Terminal):
        yield probability, history, node
    elif isinstance(node, Chance):
        for weight, after in node.branches.values():
            yield from paths(after, probability * weight, history)
    else:
        for action, after in node.branches.items():
            yield from paths(after, probability, (*history, (node.information_set, action)))


def payoff_by_paths(tree, plan):
    """Return expected payoffs and outcome chances by adding up paths; ``plan[set][action]`` are probabilities."""
    totals = [0] * tree.n_players
    chances = {}
    for probability, moves, end in paths(tree.root):
        weight = probability
        for label, action in moves:
            weight = weight * plan[label].get(action, 0)
        totals = [total + weight * value for total, value in zip(totals, end.payoffs, strict=True)]
        if weight:
            chances[end.outcome] = chances.get(end.outcome, 0) + weight
    return tuple(totals), chances


def owners(tree):
    """Return ``{information set: (player, actions)}``, read off the records."""
    found = {}

    def visit(node):
        if isinstance(node, Decision):
            found.setdefault(node.information_set, (node.player, list(node.branches)))
        if not isinstance(node, Terminal):
            follows: list[Any] = list(node.branches.values())
            for after in follows:
                visit(after[1] if isinstance(node, Chance) else after)

    visit(tree.root)
    return found


def pure_plans(sets):
    """Yield every choice of one action per information set as ``plan[set][action]``."""
    for picks in itertools.product(*(actions for _, actions in sets.values())):
        yield {label: {action: 1} for label, action in zip(sets, picks, strict=True)}
