"""What a case contains, one element of it in full, the equilibria of its games, and whether it holds together."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from deterrence.errors import ModelError, suggest
from deterrence.study.evaluation import Evaluation, evaluate_game
from deterrence.study.figures import number
from deterrence.study.names import name, play
from deterrence.study.readers import readers, unread_parameters
from deterrence.study.rows import HEADLINES
from deterrence.world.evaluation import evaluate
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

_KINDS = ("actors", "ties", "channels", "games", "options", "scenarios", "parameters")

#: What a status says of the members found.
_EXTENT = {
    "complete": "proved to be all",
    "exhausted": "all that the solver looks for",
    "one": "one of possibly several",
    "none": "of the kinds that the solver looks for",
    "failed": "as the search failed",
}


def contents(model: Model) -> pd.DataFrame:
    """Return the elements of a case in one table: ``kind``, ``id``, ``what``. Parameters come as one row, counted."""
    import pandas as pd

    rows: list[tuple[str, str, str]] = []
    rows += [("actor", a.id, f"{a.name}, {a.role}") for a in model.actors.values()]
    rows += [("channel", c.id, f"{c.kind}, {_names(model, c.ends, ' - ')}") for c in model.channels.values()]
    rows += [("tie", t.id, f"{t.kind}, {_names(model, t.ends, ' - ')}") for t in model.ties.values()]
    rows += [
        ("game", g.id, f"{g.title} ({g.form.replace('_', ' ')}: {_names(model, g.players)})")
        for g in model.games.values()
    ]
    rows += [
        ("option", o.id, f"{o.title} ({o.family}{'' if o.ranked else ', not ranked'})") for o in model.options.values()
    ]
    rows += [("scenario", s.id, s.title) for s in model.scenarios.values()]
    rows.append(
        ("parameter", f"{len(model.parameters)} in all", "'show CASE parameters' lists them, 'show CASE ID' shows one")
    )
    return pd.DataFrame(rows, columns=["kind", "id", "what"])


def _names(model: Model, ids: Iterable[str], between: str = ", ") -> str:
    return between.join(name(model, id) for id in ids)


def describe(model: Model, element: str) -> pd.DataFrame:
    """Return everything that is known of one element: ``attribute``, ``value``.

    Raises
    ------
    ModelError
        If no element has this id; near ids are suggested.
    """
    import pandas as pd

    if element == "parameters":
        listed = [
            (p.id, f"{number(p.value)} [{number(p.low)} to {number(p.high)}] {p.unit}")
            for p in model.parameters.values()
        ]
        return pd.DataFrame(listed, columns=["attribute", "value"])
    rows: list[tuple[str, str]] = []
    for kind in _KINDS:
        if element in getattr(model, kind):
            record = getattr(model, kind)[element]
            rows.append(("kind", kind[:-1]))
            rows += [
                (f.name.replace("_", " "), _words(getattr(record, f.name)))
                for f in fields(record)
                if _words(getattr(record, f.name))
            ]
            if kind == "options":
                read = readers(model, element)
                rows.append(("read by", ", ".join(read) or "no game of this file yet"))
    if not rows:
        known = [id for kind in _KINDS for id in getattr(model, kind)]
        raise ModelError(f"element '{element}'", f"{model.id} has none with this id", "", suggest(element, known))
    return pd.DataFrame(rows, columns=["attribute", "value"])


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, tuple):
        return ("\n" if any(hasattr(item, "verb") for item in value) else ", ").join(_words(item) for item in value)
    if hasattr(value, "verb"):
        where = value.parameter or value.target or (value.channel.id if value.channel else "")
        attribute = f" {value.attribute}" if value.attribute else ""
        amount = f" {value.amount}" if value.amount is not None else ""
        return f"{value.verb} {where}{attribute}{amount}: {value.why}"
    if isinstance(value, dict):
        return "\n".join(f"{key} = {_words(item)}" for key, item in value.items())
    return str(value)


def equilibria(evaluation: Evaluation) -> pd.DataFrame:
    """Return one row per equilibrium of a game, with payoffs and regret, and mark the one shown for a headline."""
    import pandas as pd

    found, rows = evaluation.found, []
    for member in found.members:
        payoffs = {name(evaluation.model, p): float(v) for p, v in zip(found.players, member.payoffs, strict=True)}
        mark = (
            "" if found.selected is not member else "only one" if len(found.members) == 1 else f"shown ({found.rule})"
        )
        rows.append(
            {"equilibrium": play(evaluation.model, member), "shown": mark, **payoffs, "regret": float(member.regret)}
        )
    thresholds = {
        name(evaluation.model, player): float(value)
        for (measure, player), value in evaluation.properties.items()
        if measure == "critical_discount"
    }
    if thresholds:
        rows.append({"equilibrium": "least patience for restraint", "shown": "", **thresholds, "regret": math.nan})
        game: Any = evaluation.game
        patience = {name(evaluation.model, p): float(game.discount[i]) for i, p in enumerate(game.players)}
        rows.append({"equilibrium": "patience", "shown": "", **patience, "regret": math.nan})
    table = pd.DataFrame(rows)
    if "regret" in table:
        table["regret"] = ["" if math.isnan(value) else number(value) for value in table["regret"]]
    return table


def answers(evaluations: Iterable[Evaluation]) -> pd.DataFrame:
    """Return one row per game: ``game``, ``model`` (the form in words) and ``what it says``, its headline."""
    import pandas as pd

    rows: list[tuple[str, str, str]] = []
    for evaluation in evaluations:
        row = HEADLINES[evaluation.game.form]
        clause = row.clause(evaluation, evaluation) if evaluation.found.members else evaluation.found.sentence
        if row.measure == "equilibria" and evaluation.found.selected is not None:
            clause += f"; the one shown is '{play(evaluation.model, evaluation.found.selected)}'"
        rows.append((evaluation.game.name, row.words, clause[0].upper() + clause[1:].rstrip(".") + "."))
    return pd.DataFrame(rows, columns=["game", "model", "what it says"])


def logit_note(evaluation: Evaluation) -> str:
    """Say why the regret of a ladder's equilibrium is not zero; empty for other forms."""
    found = evaluation.found
    if found.selected is None or evaluation.game.form != "ladder":
        return ""
    return (
        f"{found.sentence} Choices follow payoffs only roughly here, by assumption, so regret is above 0: it is what a "
        "player would add by always choosing best. Payoffs are sums over all periods. 'deterrence path' shows every "
        "front, period by period."
    )


def check_model(model: Model) -> list[str]:
    """Form and solve every game of a loaded model, check its orderings, and say what was checked.

    Returns
    -------
    list of str
        One line per kind of check. References, formulas and ranges were checked when the file was loaded.

    Raises
    ------
    DeterrenceError
        For a game that cannot be formed, or an ordering that does not hold at the default values.
    """
    sizes = {kind: len(getattr(model, kind)) for kind in _KINDS}
    counts = ", ".join(f"{n} {kind if n > 1 else kind[:-1]}" for kind, n in sizes.items() if n)
    lines = [f"{model.id}: {counts}; every key, formula, reference and range is in order."]
    for id in model.games:
        evaluation = evaluate_game(model, id)
        classes = [
            f"{str(kind).replace('_', ' ')} for {name(model, str(player))}"
            for (measure, player), kind in evaluation.properties.items()
            if measure == "class" and kind
        ]
        stage = f"; stage game: {', '.join(classes)}" if classes else ""
        lines.append(
            f"game {id}: equilibria found: {len(evaluation.found.members)}, {_EXTENT[evaluation.found.status]}{stage}."
        )
    for ordering in model.orderings.values():
        world = model.with_values(ordering.values)
        numbers = [float(evaluate(world, formula)) for formula in ordering.descending]
        if not ordering.contested and any(after >= before for before, after in itertools.pairwise(numbers)):
            shown = " > ".join(
                f"{formula} = {number(value)}" for formula, value in zip(ordering.descending, numbers, strict=True)
            )
            raise ModelError(f"ordering '{ordering.id}'", f"it does not hold: {shown}", "strictly decreasing values")
    if model.orderings:
        lines.append(f"{len(model.orderings)} orderings: those that are not contested hold at the default values.")
    unread = unread_parameters(model)
    if unread:
        named = ", ".join(unread[:12]) + (f" and {len(unread) - 12} more" if len(unread) > 12 else "")
        lines.append(f"note: parameters that no game, channel or option reads: {named}. Changing them changes nothing.")
    return lines
