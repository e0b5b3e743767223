"""Results in sentences: what changed, for whom, and, where nothing changed, why.

Every sentence names its model and its assumptions, uses the same verbs for every party and predicts nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from deterrence.games.profile import Player
from deterrence.study.comparison import effect, headline_value
from deterrence.study.evaluation import Evaluation, portfolio_words
from deterrence.study.figures import number
from deterrence.world.evaluation import leaves
from deterrence.world.expressions import Expression
from deterrence.world.model import Model
from deterrence.world.options import diff, read_portfolio

MODEL_WORDS: Mapping[str, str] = {
    "restraint": "repeated restraint",
    "linked_restraint": "linked restraint",
    "matrix": "one-shot matrix",
}
NOT_A_FORECAST = "Not a forecast."


def name(model: Model, player: Player) -> str:
    """Return the name of an actor, or the label of a player that is none."""
    actor = model.actors.get(str(player))
    return str(player) if actor is None else actor.name


def result_sentence(before: Evaluation, after: Evaluation) -> str:
    """Say in one paragraph what a portfolio changes in one game.

    The order is: model and start, portfolio, the headline figure before and after, whether restraint is an equilibrium,
    how many equilibria there are and which one is shown, what the worst one gives, that it is no forecast.
    """
    model, game = after.model, after.game
    title = model.games[game.name].title
    start = model.scenarios[model.scenario].title if model.scenario else "the file's default values"
    with_options = f"with {portfolio_words(model, model.applied)}" if model.applied else "without any option"
    opening = f"In the {MODEL_WORDS[game.form]} model of {title}, starting from {start}, {with_options}: "
    return " ".join(
        part for part in (opening + _headline(before, after) + ".", _equilibria(after), NOT_A_FORECAST) if part
    )


def _headline(before: Evaluation, after: Evaluation) -> str:
    if after.game.form == "matrix":
        counts = len(before.found.members), len(after.found.members)
        return (
            f"the number of equilibria goes from {counts[0]} to {counts[1]}"
            if counts[0] != counts[1]
            else f"{counts[0]} equilibria, as before"
        )
    binding = after.properties[("binding_player", None)]
    key = ("critical_discount", binding)
    then, now = before.properties[key], after.properties[key]
    patience = _patience(after, binding)
    who = name(after.model, binding)
    if effect(float(now), float(then)) != "none":
        movement = f"goes from {number(then)} to {number(now)}"
    else:
        movement = f"{'stays at' if after.model.applied else 'is'} {number(now)}"
    sustained = bool(after.properties[("is_sustained", None)])
    was = bool(before.properties[("is_sustained", None)])
    verdict = "restraint is an equilibrium" if sustained else "restraint is not an equilibrium"
    also = "" if was == sustained else ", which it was not before" if sustained else ", which it was before"
    has = f"its patience is {number(patience)}"
    return f"the least patience at which {who} holds back {movement} ({has}), so {verdict}{also}"


def _patience(evaluation: Evaluation, player: Player) -> Any:
    game: Any = evaluation.game
    return game.discount[game.players.index(player)]


def _equilibria(evaluation: Evaluation) -> str:
    found = evaluation.found
    n = len(found.members)
    if found.selected is None:
        return found.sentence
    worst = min(found.members, key=lambda member: sum(member.payoffs))
    count = (
        f"{n} equilibria found; this shows the {found.rule} one ('{found.selected.name}')"
        if n > 1
        else f"One equilibrium found ('{found.selected.name}')"
    )
    return f"{count}; the worst is '{worst.name}'." if n > 1 else f"{count}."


def gains_and_losses(before: Evaluation, after: Evaluation) -> dict[str, str]:
    """Return, per player, whether its payoff in the selected equilibrium rises, falls or stays, in words.

    Payoffs are assumed and ordinal in spirit: the sign is the finding, not the size. Civilian harm is no part of them.
    """
    first, second = before.found.selected, after.found.selected
    if first is None or second is None:
        return {}
    words = {"lower": "loses", "higher": "gains", "none": "is as before"}
    return {
        name(after.model, player): words[effect(float(now), float(then))]
        for player, then, now in zip(after.found.players, first.payoffs, second.payoffs, strict=True)
    }


def gains_sentence(before: Evaluation, after: Evaluation) -> str:
    """Say who gains and who loses, who bears the cost, and what is known of the effect on civilians."""
    verbs = gains_and_losses(before, after)
    parties = "; ".join(f"{who} {verb}" for who, verb in verbs.items())
    costs = [f"Cost of {o.title}: {o.cost_bearer.rstrip('.')}." for o in _applied(after.model) if o.cost_bearer]
    harms = [f"Civilians under {o.title}: {o.civilian_effect.rstrip('.')}." for o in _applied(after.model)]
    return " ".join([f"In the selected equilibrium: {parties}." if parties else "", *costs, *harms]).strip()


def _applied(model: Model) -> list[Any]:
    return [model.options[id] for id, strength in model.applied.items() if strength > 0]


def why_nothing_changed(before: Evaluation, after: Evaluation) -> str:
    """Say why a portfolio leaves a game's headline figure as it was; empty when it moved.

    The reasons, in the order they are tried: nothing that the portfolio moves is read by this game; what it moves
    enters the game but the attack pays whatever the patience, because of the class of the stage game; a threshold that
    is zero; the moved arguments do not bind.
    """
    if effect(headline_value(after), headline_value(before)) != "none":
        return ""
    moved = diff(before.model, after.model)
    read = _reads(before.model, after.game.name) | _reads(after.model, after.game.name)
    touched = sorted({str(item) for item in moved["item"] if str(item) in read})
    if moved.empty:
        return "The portfolio moves no number at this strength."
    if not touched:
        later = sorted(
            {form for option in _applied(after.model) for change in option.changes for form in change.for_forms}
        )
        others = sorted(
            game
            for game in after.model.games
            if game != after.game.name and _reads(after.model, game) & set(moved["item"])
        )
        where = f"; the games that read it are {', '.join(others)}" if others else ""
        forms = f"; it acts in the forms {', '.join(later)}" if later and not others else ""
        return f"Nothing that it moves is read by this game{where}{forms}."
    if after.game.form == "matrix":
        return f"It moves {_few(touched)}, too little to change the equilibria."
    binding = after.properties[("binding_player", None)]
    threshold = float(after.properties[("critical_discount", binding)])
    who = name(after.model, binding)
    if math.isinf(threshold):
        kind = after.properties.get(("class", binding), "")
        because = (
            f"the stage game is a {kind.replace('_', ' ')} for it"
            if kind and kind != "dilemma"
            else "the threat costs it too little"
        )
        return f"It moves {_few(touched)}, but no patience makes {who} hold back: {because}."
    if threshold == 0:
        return f"It moves {_few(touched)}, but {who} needs no threat to hold back."
    return f"It moves {_few(touched)}, but not the incentive of {who}, the player nearest to breaking."


def _few(ids: list[str]) -> str:
    return ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")


def readers(model: Model, option: str) -> list[str]:
    """Return the games that read anything which an option moves at full strength."""
    from deterrence.world.options import apply

    changed = apply(model, read_portfolio(model, option))
    moved = set(diff(model, changed)["item"])
    return [game for game in model.games if (_reads(model, game) | _reads(changed, game)) & moved]


def _reads(model: Model, game: str) -> set[str]:
    """Return the parameters and channels that a game's formulas read, through network functions too."""
    spec = model.games[game]
    formulas: list[Expression] = leaves(spec.arguments)
    for front in spec.labels.get("fronts", ()):
        formulas.extend(leaves(model.games[front].arguments))
    found = {id for formula in formulas for id in formula.names}
    for formula in formulas:
        for call in formula.calls:
            found |= _reads_of_call(model, call)
    return found


def _reads_of_call(model: Model, call: Any) -> set[str]:
    from deterrence.world.network import routes

    if call.function in ("reliability", "bias"):
        channels = set(call.ids)
    else:
        channels = {channel for route in routes(model, *call.ids[-2:]) for channel in route}
    known = [model.channels[channel] for channel in channels if channel in model.channels]
    names = {id for c in known for f in (c.reliability, c.delay, c.secrecy, c.bias) for id in f.names}
    return channels | names
