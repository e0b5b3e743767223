"""What an equilibrium of a game of crisis or signalling is, plays, believes and changes, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deterrence.page.crisis import REFINEMENT_WORDS
from deterrence.page.equilibrium_words import RULES, equilibrium_sentence, equilibrium_title
from deterrence.page.setup import ASSUMED, BASELINE, OPTIONS, Setup
from deterrence.page.words import plain
from deterrence.solvers.refinements import REFINEMENTS
from deterrence.study.evaluation import Evaluation
from deterrence.study.extensive_play import Play, belief_table, path_table
from deterrence.study.figures import number, share
from deterrence.study.names import name, player_names
from deterrence.study.refining import left_out, refinements_of
from deterrence.study.rows import HEADLINES
from deterrence.study.tree_picture import tree_nodes
from deterrence.study.words import NOT_A_FORECAST, result_sentence, why_nothing_changed

#: Paths told in words; the table has the rest.
MAX_TOLD = 6

#: Words on options in a reason, as they are said of values that the reader set.
_OWN_WORDS: Mapping[str, str] = {
    "that it moves": "that you changed",
    "It moves": "You changed",
    "The portfolio moves no number at this strength.": "The values that you set are those of the baseline.",
}


def pick_notice(kept: Evaluation, everything: Evaluation, setup: Setup) -> str:
    """Say that the picked equilibrium is not there, why, and which is shown instead; empty where it is there."""
    picked = setup.equilibrium
    if not picked or any(member.name == picked for member in kept.found.members):
        return ""
    said = f"The equilibrium that you picked, “{picked.replace('_', ' ')}”, "
    gone = left_out(everything.found, setup.refinement) if setup.refinement else {}
    if picked in gone:
        said += f"is left out by {REFINEMENTS[setup.refinement].lower() if setup.refinement != 'd1' else 'D1'}"
    else:
        said += "does not exist at these numbers"
    if kept.found.selected is None:
        return f"{said}, and none is left."
    return f"{said}. You see “{equilibrium_title(kept.found.selected)}” instead."


def texts(everything: Evaluation, refinements: Sequence[str]) -> list[str]:
    """Return the texts of the page on a game whose words a reader may want to look up."""
    game = everything.model.games[everything.game.name]
    return [
        f"{HEADLINES[game.form].words}: {game.about}",
        everything.found.sentence,
        "beliefs, payoffs, regret, strategies",
        *(f"refinement {REFINEMENT_WORDS[each]}" for each in refinements),
        *(f"{equilibrium_title(one)}: {equilibrium_sentence(everything, one)}" for one in everything.found.members),
    ]


def member_sentences(kept: Evaluation) -> list[str]:
    """Say what each equilibrium is, and by which rule, or by whose pick, one of them is shown."""
    told: list[str] = []
    for member in kept.found.members:
        mark = f" ({RULES.get(kept.found.rule, kept.found.rule)})" if member is kept.found.selected else ""
        told.append(f"{equilibrium_title(member)}{mark}: {equilibrium_sentence(kept, member) or 'see the table'}")
    return told


def left_out_sentences(everything: Evaluation, refinement: str) -> list[str]:
    """Say which equilibria a refinement leaves out and why, or that it leaves out none; of none, what others would."""
    if not refinement:
        told = [
            f"{_titles(everything, gone)}, which {_criterion(each).lower() if each != 'd1' else 'D1'} would leave out"
            for each in refinements_of(everything.found)
            if (gone := left_out(everything.found, each))
        ]
        return [f"No refinement is chosen, so every equilibrium counts, also {'; '.join(told)}."] if told else []
    called = _criterion(refinement)
    gone = left_out(everything.found, refinement)
    if not gone:
        return [f"{called} leaves out none of the equilibria found."]
    return [
        f"{called} leaves out “{title.replace('_', ' ')}”: {plain(everything.model, why)}."
        for title, why in gone.items()
    ]


def _criterion(refinement: str) -> str:
    return "D1" if refinement == "d1" else f"The {refinement} criterion"


def _titles(one: Evaluation, names: Mapping[str, str]) -> str:
    return " and ".join(f"“{equilibrium_title(member)}”" for member in one.found.members if member.name in names)


def takeaway(one: Evaluation, play: Play) -> str:
    """Say in one sentence what the picture of an equilibrium shows."""
    names = player_names(one.model, one.game.players)
    paths = path_table(play, names=names)
    if paths.empty:
        return ""
    first = paths.iloc[0]
    return (
        f"In the {_model_words(one)}, in the equilibrium “{equilibrium_title(play.member)}”, the likeliest course "
        f"({share(first['chance'])}) is: {first['path']}; it ends in {first['ends in']}. {NOT_A_FORECAST}"
    )


def path_sentences(one: Evaluation, play: Play) -> list[str]:
    """Say which courses an equilibrium leads to, likeliest first."""
    paths = path_table(play, names=player_names(one.model, one.game.players))
    told = [f"{share(row['chance'])}: {row['path']}. End: {row['ends in']}." for _, row in paths.iterrows()]
    rest = len(told) - MAX_TOLD
    return [*told[:MAX_TOLD], *([f"{rest} more, each less likely, are in the table."] if rest > 0 else [])]


def belief_sentences(one: Evaluation, play: Play | None) -> list[str]:
    """Say what each side believes where it cannot tell what happened, and which beliefs are free."""
    member = one.found.selected
    if member is None:
        return []
    names = player_names(one.model, one.game.players)
    said: list[str] = []
    if one.game.form == "crisis":
        challenger, target = names.values()
        figures = member.details["figures"]
        said.append(f"{target}, challenged, expects a fight with {share(figures['p_fight'])} if it resists.")
        said.append(f"{challenger} expects resistance with {share(figures['p_resist'])}.")
    table = belief_table(one.game, member, play, names=names)
    for (player, where), rows in table.groupby(["player", "where"], sort=False):
        parts = [f"{_range(row['lowest'], row['highest'])} on “{row['believes that']}”" for _, row in rows.iterrows()]
        who = f"{player}, at “{where}”" if player else f"At “{where}”, one"
        beyond = ""
        if (rows["reached"] == "never").any():
            is_free = bool((rows["lowest"] < rows["highest"]).any())
            beyond = " Play never comes there in this equilibrium" + (
                ", and every belief in these ranges supports it." if is_free else "."
            )
        said.append(f"{who}, puts {', '.join(parts)}.{beyond}" if player else f"{who} puts {', '.join(parts)}.{beyond}")
    return said


def mark_sentences(one: Evaluation, play: Play, kind: str, label: str) -> list[str]:
    """Say what a move (``node``) or a ``branch`` of the tree is in this equilibrium; empty for one that it lacks.

    Parameters
    ----------
    one, play
        The game and its equilibrium as a tree.
    kind
        ``node`` or ``branch``, the one that leads to a node.
    label
        The node.
    """
    names = player_names(one.model, one.game.players)
    nodes = tree_nodes(play.tree, play.member, names=names)
    at = next((k for k, node in enumerate(nodes) if node.label == label), None)
    if at is None or kind not in ("node", "branch"):
        return []
    node = nodes[at]
    comes = f"Play comes here with {share(node.reached or 0)}."
    if kind == "branch":
        who = nodes[node.parent].title if node.parent >= 0 else ""
        taken = f"{who}: {node.branch}" if who else node.branch
        return [f"{taken}, with {node.probability or 'an unknown chance'} at this point.", comes]
    if node.kind == "end":
        worth = ", ".join(f"{who} {value}" for who, value in zip(names.values(), node.payoffs, strict=True))
        return [f"The end “{node.title}”, worth {worth} (payoff units).", comes]
    follows = [each for each in nodes if each.parent == at]
    chances = " or ".join(f"{each.branch} {each.probability}".strip() for each in follows)
    if node.kind == "chance":
        return [f"Chance: {chances}.", comes]
    told = [f"{node.title} moves here, at “{node.note}”: {chances}.", comes]
    where = f"at “{node.note}”"
    return told + [line for line in belief_sentences(one, play) if where in line and line.startswith(node.title)]


def payoff_sentence(one: Evaluation) -> str:
    """Say what the equilibrium shown is worth to each player, and how much anybody could gain by leaving it."""
    member = one.found.selected
    if member is None:
        return ""
    worth = ", ".join(
        f"{name(one.model, p)} {number(v)}" for p, v in zip(one.found.players, member.payoffs, strict=True)
    )
    return (
        f"Payoffs in the equilibrium “{equilibrium_title(member)}” of the {_model_words(one)}, payoff units: {worth}. "
        f"The most that anybody would gain by acting otherwise alone is {number(member.regret)}."
    )


def change_sentences(lines: Mapping[str, Evaluation]) -> list[str]:
    """Say what changes from line to line, and why nothing does where nothing does."""
    said: list[str] = []
    if ASSUMED in lines:
        opening = "Your assumptions alone, against the baseline" if OPTIONS in lines else "Against the baseline"
        sentence = result_sentence(lines[BASELINE], lines[ASSUMED])
        said.append(f"{opening}: {plain(lines[ASSUMED].model, sentence)}")
    for before, after in ((BASELINE, ASSUMED), (ASSUMED if ASSUMED in lines else BASELINE, OPTIONS)):
        if after not in lines:
            continue
        model = lines[after].model
        if after == OPTIONS:
            said.append(plain(model, result_sentence(lines[before], lines[after])))
        reason = why_nothing_changed(lines[before], lines[after])
        if reason:
            whose = "your options" if after == OPTIONS else "your assumptions"
            if after == ASSUMED:
                for told, own in _OWN_WORDS.items():
                    reason = reason.replace(told, own)
            said.append(f"Why nothing changed with {whose}: {plain(model, reason)}")
    names = {one.found.selected.name for one in lines.values() if one.found.selected is not None}
    if len(names) > 1:
        said.append("The lines show equilibria of different names: there the equilibrium itself is another one.")
    if any(one.game.form == "crisis" and len(one.found.members) > 1 for one in lines.values()):
        said.append(
            "Roots are numbered by the chance of resistance: one of the same number on another line need not be its "
            "continuation."
        )
    return said


def _model_words(one: Evaluation) -> str:
    return f"{HEADLINES[one.game.form].words} model of {one.model.games[one.game.name].title}"


def _range(low: float, high: float) -> str:
    return share(low) if low == high else f"{share(low)} to {share(high)}"
