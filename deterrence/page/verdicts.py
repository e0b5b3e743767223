"""What the other models say: one row per game with its three figures, verdicts, and who bears the options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deterrence.page.setup import LINES
from deterrence.page.words import plain
from deterrence.study.agreement import agreement_table, disagreements
from deterrence.study.evaluation import Evaluation
from deterrence.study.figures import apart, figure_words, number
from deterrence.study.headlines import headline_figure, headline_value
from deterrence.study.listing import equilibria
from deterrence.study.rows import HEADLINES
from deterrence.study.words import gains_and_losses, result_sentence
from deterrence.world.model import Model

if TYPE_CHECKING:
    import pandas as pd

#: The populations that stand beside every comparison, with the words of an option's note that speak of them.
POPULATIONS: Mapping[str, tuple[str, ...]] = {
    "Lebanese": ("Lebanese", "Lebanon", "southern Lebanon"),
    "Northern Israelis": ("northern Israel", "Northern Israelis", "northern Israelis"),
    "Yemenis": ("Yemenis", "Yemen"),
    "Others": ("Iraqis", "Iran's public", "Gaza", "Syria", "Israelis at large", "Israelis bear"),
}

#: Headline figures whose sign or owner must be told with them, since a larger one is easily taken for worse.
COUNTED: Mapping[str, str] = {
    "best_receiver_value": "listener's best payoff (0: all is understood)",
    "gain_from_war": "gain from fighting now (below 0: a deal is better)",
    "incentive": "reason to hold back of the binding player (below 0: breaking restraint pays)",
    "reassurance_margin": "margin by which the first step reassures (below 0: it does not)",
}

#: The verdict of a model in which nothing moves.
SILENT = "no effect"


def figures_table(lines: Mapping[str, Sequence[Evaluation]]) -> pd.DataFrame:
    """Return the headline figure of every game for each line.

    Returns
    -------
    DataFrame
        Columns ``game``, ``model`` (its form in words), ``figure`` (what is counted), then one per line, as text. Games
        whose figure differs from line to line come first.
    """
    import pandas as pd

    by_game: dict[str, dict[str, str]] = {}
    values: dict[str, dict[str, float]] = {}
    shares: dict[str, bool] = {}
    for line in LINES:
        for evaluation in lines.get(line, ()):
            headline = HEADLINES[evaluation.game.form]
            by_game.setdefault(
                evaluation.game.name,
                {
                    "game": evaluation.model.games[evaluation.game.name].title,
                    "model": headline.words,
                    "figure": _counted(evaluation),
                },
            )
            values.setdefault(evaluation.game.name, {})[line] = headline_value(evaluation)
            shares[evaluation.game.name] = headline.unit == "share"
    for game, own in values.items():
        by_game[game] |= dict(zip(own, apart(list(own.values()), shares[game]), strict=True))
    told = [line for line in LINES if line in lines]
    return pd.DataFrame(sorted(by_game.values(), key=lambda row: len({row.get(line) for line in told}) == 1))


def _counted(evaluation: Evaluation) -> str:
    """Return what the headline figure of a game counts, in words; of a ladder with the front that it belongs to."""
    _, measure, _ = headline_figure(evaluation, evaluation)
    name, _, front = measure.partition(".")
    if not front:
        counted = HEADLINES[evaluation.game.form].measure
        return COUNTED.get(counted, figure_words(counted))
    return f"{figure_words(name)} on the front '{front.replace('_', ' ')}'"


def verdict_table(before: Sequence[Evaluation], after: Sequence[Evaluation]) -> pd.DataFrame:
    """Return what each model says of the options: ``game``, ``model``, ``verdict``, ``why``, in words.

    Models that see no effect come last.
    """
    model = after[0].model
    table = agreement_table([*before, *after]).drop(columns="option")
    table["game"] = [model.games[id].title for id in table["game"]]
    table["why"] = [plain(model, sentence) for sentence in table["why"]]
    order = sorted(range(len(table)), key=lambda row: table["verdict"].iloc[row] == SILENT)
    return table.iloc[order].reset_index(drop=True)


def disagreement_text(before: Sequence[Evaluation], after: Sequence[Evaluation]) -> str:
    """Say, as Markdown, where the models disagree, or that none disagrees."""
    model = after[0].model
    lines = [plain(model, line) for line in disagreements([*before, *after])]
    return "\n".join([lines[0], "", *lines[1:]])


def gains_table(before: Sequence[Evaluation], after: Sequence[Evaluation]) -> pd.DataFrame:
    """Return who gains and who loses in the equilibrium shown of each game: rows are games, columns actors.

    Payoffs are assumed and ordinal in spirit: the sign is the finding. Empty where a party has no seat.
    """
    import pandas as pd

    rows: dict[str, dict[str, str]] = {}
    for then, now in zip(before, after, strict=True):
        told = gains_and_losses(then, now)
        if any(word != "as before" for word in told.values()):
            rows[now.model.games[now.game.name].title] = told
    table = pd.DataFrame.from_dict(rows, orient="index").fillna("")
    return table.rename_axis("game").reset_index() if rows else table


def civilian_table(model: Model) -> pd.DataFrame:
    """Return what is known of the applied options' effect on civilians, by population.

    Returns
    -------
    DataFrame
        Columns ``option``, then one per population of ``POPULATIONS`` that the case speaks of, then ``cost borne by``
        and ``how it can go wrong``. Where an option's note does not speak of a population it says "not modelled", which
        is not zero.
    """
    import pandas as pd

    rows: list[dict[str, str]] = []
    notes = [option.civilian_effect for option in model.options.values()]
    spoken = {who: words for who, words in POPULATIONS.items() if who == "Others" or _speaks(notes, words)}
    for id, strength in model.applied.items():
        option = model.options[id]
        note = option.civilian_effect.rstrip(".")
        told = {who: note if _speaks([note], words) else "not modelled" for who, words in spoken.items()}
        if note not in told.values() and not note.startswith("not modelled"):
            told["Others"] = note
        rows.append(
            {
                "option": f"{option.title}, {strength:.0%}",
                **told,
                "cost borne by": option.cost_bearer or "not stated",
                "how it can go wrong": plain(model, option.backfires) or "not stated",
            }
        )
    return pd.DataFrame(rows)


def civilian_lines(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``civilian_table`` in rows for a narrow page: ``option``, ``for whom``, ``what is known``."""
    import pandas as pd

    rows: list[tuple[str, str, str]] = []
    for record in table.to_dict("records"):
        option, *others = record.items()
        # An option is named once, so that its rows are seen to belong together.
        rows += [(str(option[1]) if not k else "", str(who), str(note)) for k, (who, note) in enumerate(others)]
    return pd.DataFrame(rows, columns=["option", "for whom", "what is known"])


def equilibria_table(evaluation: Evaluation) -> pd.DataFrame:
    """Return every equilibrium found of a game, payoffs as figures people read."""
    table = equilibria(evaluation)
    for column in table.columns:
        if column not in ("equilibrium", "shown", "regret"):
            table[column] = [number(value) for value in table[column]]
    return table


def _speaks(notes: Sequence[str], words: Sequence[str]) -> bool:
    return any(word in note for note in notes for word in words)


def game_sentence(before: Evaluation, after: Evaluation) -> str:
    """Return the paragraph on one game with names for ids."""
    return plain(after.model, result_sentence(before, after))
