"""Results in sentences: what changed, for whom, and, where nothing changed, why.

Every sentence names its model and its assumptions, uses the same verbs for every party and predicts nothing.
"""

from __future__ import annotations

from typing import Any

from deterrence.games.ladder import Ladder
from deterrence.numerics import REGRET_TOLERANCE
from deterrence.solvers.solution import Equilibrium, select
from deterrence.study.effects import effect
from deterrence.study.evaluation import Evaluation, portfolio_words
from deterrence.study.figures import figure_words, moved, number
from deterrence.study.headlines import headline_pair
from deterrence.study.ladder_figures import start_title
from deterrence.study.names import name, period_word, play
from deterrence.study.readers import reads, targets
from deterrence.study.rows import HEADLINES
from deterrence.world.model import Model
from deterrence.world.options import diff

NOT_A_FORECAST = "Not a forecast."


def result_sentence(before: Evaluation, after: Evaluation) -> str:
    """Say in one paragraph what a portfolio changes in one game.

    The order is: model and start, portfolio, the headline figure before and after, whether restraint is an equilibrium,
    how many equilibria there are and which one is shown, what the worst one gives, that it is no forecast.
    """
    model, game = after.model, after.game
    title = model.games[game.name].title
    start = starting_point(model, start_title(model, game)) if isinstance(game, Ladder) else starting_point(model)
    with_options = f"with {portfolio_words(model, model.applied)}" if model.applied else "without any option"
    opening = f"In the {HEADLINES[game.form].words} model of {title}, {starting(start)}, {with_options}: "
    return " ".join(
        part
        for part in (opening + HEADLINES[game.form].clause(before, after) + ".", _equilibria(after), NOT_A_FORECAST)
        if part
    )


def _equilibria(evaluation: Evaluation) -> str:
    found = evaluation.found
    n = len(found.members)
    if found.selected is None:
        return found.sentence
    shown = f"'{play(evaluation.model, found.selected)}'"
    if n == 1:
        return f"One equilibrium found: {shown}."
    measure, direction = evaluation.game.worst
    worst = select(found, "worst").selected
    assert worst is not None
    tied = _tied(evaluation, worst)
    if len(tied) > 1:
        who = f"{len(tied)} of them" if len(tied) < n else "both" if n == 2 else "all"
        equal = f"by the payoff sum {who} are equal{'' if len(tied) == n else ' and the worst'}"
        if found.rule in ("worst", "best") and any(member is found.selected for member in tied):
            first = f"the first{'' if len(tied) == n else ' of these'}, " if tied[0] is found.selected else ""
            return f"{n} equilibria found; {equal}, and the one shown is {first}{shown}."
        return f"{n} equilibria found; this shows the {found.rule} one ({shown}); {equal}."
    worst_words = f"the worst, by the {direction} {figure_words(measure)}, is '{play(evaluation.model, worst)}'"
    if found.rule == "worst":
        return f"{n} equilibria found; the one shown is {worst_words.replace(', is', ':', 1)}."
    return f"{n} equilibria found; this shows the {found.rule} one ({shown}); {worst_words}."


def _tied(evaluation: Evaluation, worst: Equilibrium) -> list[Equilibrium]:
    """Return the equilibria whose payoff sum is that of the worst, up to rounding of the payoff range."""
    game, least = evaluation.game, sum(worst.payoffs)
    ranges = getattr(game, "payoff_ranges", None) or (getattr(game, "payoff_range", 0),)
    slack = REGRET_TOLERANCE * max(float(width) for width in ranges)
    sums = [(member, sum(member.payoffs)) for member in evaluation.found.members]
    # Infinite sums differ by NaN, so equality is asked first.
    return [member for member, total in sums if total == least or abs(total - least) <= slack]


def starting_point(model: Model, unnamed: str = "the file's default values") -> str:
    """Say from which start a model is run: the scenario, or else other words; values set by hand, closed channels."""
    start = model.scenarios[model.scenario].title if model.scenario else unnamed
    by_hand = [f"{id} = {number(model.parameters[id].value)}" for id in model.overridden]
    shut = [_channel(model, id) for id in model.closed]
    start += f" with {', '.join(by_hand)}" if by_hand else ""
    return start + (f" without {' and '.join(shut)}" if shut else "")


def starting(start: str) -> str:
    """Say where a model starts, in words that follow a comma; some titles say "from" themselves.

    Examples
    --------
    >>> starting("From skirmishes"), starting("October 2023")
    ('starting from skirmishes', 'starting from October 2023')
    """
    return f"starting from {start[5:] if start.lower().startswith('from ') else start}"


def _channel(model: Model, id: str) -> str:
    """Return a channel in words; an option may have taken it out of the records."""
    if id not in model.channels:
        return f"the channel {id}"
    channel = model.channels[id]
    return f"the {channel.kind} between {' and '.join(name(model, end) for end in channel.ends)}"


def incentive_sentence(before: Evaluation, after: Evaluation) -> str:
    """Say how the figure of restraint moved although the verdict stands; empty for other forms, and where it stayed.

    A threshold need not move with it: where no patience suffices, the figure says whether that is nearer or further.
    """
    row, key = HEADLINES[after.game.form], ("is_sustained", None)
    then, now = headline_pair(before, after)
    if row.measure != "incentive" or effect(now, then) == "none" or before.properties[key] != after.properties[key]:
        return ""
    was, binding = (e.properties[("binding_player", None)] for e in (before, after))
    who = name(after.model, binding) if was == binding else "the binding player"
    verdict = "restraint is an equilibrium, as before" if after.properties[key] else "restraint is still no equilibrium"
    return (
        f"The gain of {who} from keeping to restraint and its threat rather than leaving them once "
        f"{moved(then, now, True)} of its payoff range per {period_word(after.model)}; {verdict}."
    )


def gains_and_losses(before: Evaluation, after: Evaluation) -> dict[str, str]:
    """Return, per player, whether its payoff in the selected equilibrium rises, falls or stays, in words.

    Payoffs are assumed and ordinal in spirit: the sign is the finding, not the size. Civilian harm is no part of them.
    """
    first, second = before.found.selected, after.found.selected
    if first is None or second is None:
        return {}
    words = {"lower": "loses", "higher": "gains", "none": "as before"}
    return {
        name(after.model, player): words[effect(float(now), float(then))]
        for player, then, now in zip(after.found.players, first.payoffs, second.payoffs, strict=True)
    }


def gains_sentence(before: Evaluation, after: Evaluation) -> str:
    """Say who gains and who loses in the selected equilibria; empty when there is none to compare."""
    verbs = gains_and_losses(before, after)
    parties = "; ".join(f"{who}: {verb}" for who, verb in verbs.items())
    if set(verbs.values()) == {"as before"}:
        parties = "as before for every player"
    return f"Payoffs in the equilibrium shown: {parties}." if parties else ""


def bearers(model: Model) -> list[str]:
    """Say, for each applied option, who bears its cost and what is known of its effect on civilians."""
    return [
        f"{option.title}. Cost borne by: {option.cost_bearer.rstrip('.') or 'not stated'}. "
        f"Civilians: {option.civilian_effect.rstrip('.')}."
        for option in _applied(model)
    ]


def _applied(model: Model) -> list[Any]:
    return [model.options[id] for id, strength in model.applied.items() if strength > 0]


def why_nothing_changed(before: Evaluation, after: Evaluation) -> str:
    """Say why a portfolio leaves a game's headline figure as it was; empty when it moved.

    The reasons, in the order they are tried: nothing that the portfolio moves is read by this game; what it moves
    enters the game but the attack pays whatever the patience, because of the class of the stage game; a threshold that
    is zero; the moved arguments do not bind.
    """
    then, now = headline_pair(before, after)
    if effect(now, then) != "none":
        return ""
    shift = diff(before.model, after.model)
    read = reads(before.model, after.game.name) | reads(after.model, after.game.name)
    touched = sorted({str(item) for item in shift["item"] if str(item) in read})
    then_aimed = targets(before.model)
    aimed = {item: amounts for item, amounts in targets(after.model).items() if item not in then_aimed}
    idle = {item: amounts for item, amounts in aimed.items() if item in read and item not in set(shift["item"])}
    if not touched and idle:
        zeros = [
            f"{id} = {number(p.value)}, range {number(p.low)} to {number(p.high)}"
            for id in sorted({id for amounts in idle.values() for id in amounts})
            for p in (after.model.parameters[id],)
        ]
        by = f" ({'; '.join(zeros)})" if zeros else ""
        return f"It acts here on {_few(sorted(idle))}, by an amount that moves nothing at these values{by}."
    if shift.empty:
        return "The portfolio moves no number at this strength."
    if not touched:
        later = sorted(
            {form for option in _applied(after.model) for change in option.changes for form in change.for_forms}
        )
        moved_items = set(shift["item"])
        others = [
            f"“{game.title}”"
            for game in after.model.games.values()
            if game.id != after.game.name and reads(after.model, game.id) & moved_items
        ]
        readers = "games that read it are" if len(others) > 1 else "the game that reads it is"
        where = f"; {readers} {_few(others)}" if others else ""
        forms = f"; it acts in the forms {', '.join(later).replace('_', ' ')}" if later and not others else ""
        return f"Nothing that it moves is read by this game{where}{forms}."
    return f"It moves {_few(touched)}, but {HEADLINES[after.game.form].reason(after)}."


def _few(ids: list[str]) -> str:
    return ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
