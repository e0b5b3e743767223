"""How far results hold, in words and rows: names of figures and options, shares, boxes, regret, flips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from deterrence.page.robustness import Asked, Figure, Findings, is_headline, own_portfolio
from deterrence.page.words import label, title_of
from deterrence.study.evaluation import portfolio_words
from deterrence.study.figures import figure_words, number, share
from deterrence.study.robustness.words import flip_sentences
from deterrence.study.rows import HEADLINES, MEASURES
from deterrence.study.sensitivity.words import told
from deterrence.study.words import NOT_A_FORECAST
from deterrence.world.model import Model
from deterrence.world.options import read_portfolio

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.robustness.flips import Flip, FlipSearch

#: Directions, and what a reader would say.
BETTER: Mapping[str, str] = {"": "undecided", "lower": "a lower figure", "higher": "a higher figure"}


def words_of_figure(model: Model, game: str, figure: Figure) -> str:
    """Return a figure in words that follow "the", with its owner."""
    owner = "" if figure.player is None else f" of {label(model, figure.player)}"
    return f"{figure_words(figure.measure)}{owner}"


def meaning_of_figure(model: Model, game: str, figure: Figure) -> str:
    """Say what a figure counts, in which unit."""
    row = MEASURES[model.games[game].form].get(figure.measure.partition(".")[0])
    if row is None:
        return ""
    return f"{row.meaning[:1].upper()}{row.meaning[1:]} ({row.unit})."


def option_name(model: Model, option: str) -> str:
    """Return a portfolio in words: its title where it is one option at full strength."""
    portfolio = read_portfolio(model, option) if option != "baseline" else {}
    if not portfolio:
        return "No option"
    if list(portfolio.values()) == [1.0]:
        return model.options[next(iter(portfolio))].title
    return portfolio_words(model, portfolio)


def option_label(model: Model, asked: Asked, option: str) -> str:
    """Return what a chart or a table calls a portfolio; the reader's own, where it is several options, in short."""
    is_long = option == own_portfolio(model, asked.world) and len(read_portfolio(model, option)) > 1
    return "Your options" if is_long else option_name(model, option)


def called(model: Model, options: tuple[str, ...]) -> Callable[[str], str]:
    """Return what says, of an id, what it is called: options by title, games in quotes."""

    def name(id: str) -> str:
        if id in options or id == "baseline":
            return f"“{option_name(model, id)}”"
        return f"“{model.games[id].title}”" if id in model.games else label(model, id)

    return name


def in_model(model: Model, game: str) -> str:
    """Return the words with which every sentence on a game begins."""
    return f"In the {HEADLINES[model.games[game].form].words} model of “{model.games[game].title}”"


def share_rows(model: Model, found: Findings) -> pd.DataFrame:
    """Return the shares with the options' names."""
    return found.shares.assign(option=[option_label(model, found.asked, option) for option in found.shares["option"]])


def shares_sentence(model: Model, found: Findings) -> str:
    """Say how often the first option moves the figure, which way, and how that stands to the present values."""
    asked = found.asked
    option = asked.options[0]
    row = next(one for one in found.shares.to_dict("records") if one["option"] == option)
    what = words_of_figure(model, asked.game, asked.figure)
    name = option_name(model, option)
    if option not in found.discovered:
        return f"{in_model(model, asked.game)}, nothing that “{name}” acts on is read, so it changes nothing there."
    effect = found.present.get(option, "")
    there = {"lower": "lowers", "none": "does not move", "higher": "raises"}.get(effect, "makes or unmakes")
    draws = f"f {asked.n:,} draws from the assumed ranges"
    opening = f"“{name}” {there} the {what} at the present values. O{draws} it" if effect else f"o{draws} “{name}”"
    told = [
        f"{in_model(model, asked.game)}, {opening} lowers {'it' if effect else f'the {what}'} in "
        f"{share(row['lower'])}, leaves it in {share(row['none'])} and raises it in {share(row['higher'])}"
    ]
    other = float(row["appears"]) + float(row["disappears"])
    if other > 0:
        told.append(f", and in {share(other)} the figure exists with or without it only")
    holds = f"So the result holds in {share(row[effect])} of the draws, which is no" if effect else "A share is no"
    told.append(f". {holds} probability.")
    return f"{''.join(told)} {NOT_A_FORECAST}"


def discovery_sentences(model: Model, found: Findings, option: str) -> list[str]:
    """Say when an option does otherwise than at the present values."""
    name = called(model, found.asked.options)
    return _opened(model, found.asked.game, name, found.discovered[option].told(name))


def least_change_sentences(model: Model, asked: Asked, found: FlipSearch) -> list[str]:
    """Say which smallest change flips a conclusion, and what does it alone."""
    name = called(model, asked.options)
    return _opened(model, asked.game, name, flip_sentences(found, name))


def _opened(model: Model, game: str, name: Callable[[str], str], sentences: Sequence[str]) -> list[str]:
    """Let the first sentence begin with its model; the opening names the game, so the sentence need not."""
    first, *others = sentences
    first = first.replace(f" in {name(game)}", "", 1)
    return [f"{in_model(model, game)}, {first[:1].lower()}{first[1:]}", *others]


def box_rows(model: Model, found: Findings, option: str, place: int = 0) -> pd.DataFrame:
    """Return one box as ``plot_box_limits`` takes it."""
    import pandas as pd

    discovered = found.discovered[option]
    rows: list[dict[str, object]] = []
    for id, (low, high) in discovered.boxes.found[place].limits.items():
        parameter = model.parameters[id]
        rows.append(
            {
                "parameter": label(model, id),
                "low": parameter.low,
                "high": parameter.high,
                "from": max(low, parameter.low),
                "to": min(high, parameter.high),
                "value": float(parameter.value),
                "words": discovered.limit_words(id, low, high).removeprefix("is "),
            }
        )
    return pd.DataFrame(rows)


def regret_rows(model: Model, found: Findings, better: str) -> pd.DataFrame:
    """Return regret as it is read, in the order in which the options were named."""
    table = found.regret[better]
    columns = {"option": [option_label(model, found.asked, option) for option in table["option"]]}
    for name, words in (("mean", "on average"), ("p90", "in nine draws of ten at most"), ("max", "at most")):
        columns[words] = [number(value) for value in table[name]]
    columns["best, share of draws"] = [share(value) for value in table["best"]]
    import pandas as pd

    return pd.DataFrame(columns)


def regret_sentence(model: Model, found: Findings, better: str) -> str:
    """Say what regret across options is here."""
    figure = words_of_figure(model, found.asked.game, found.asked.figure)
    return (
        f"{in_model(model, found.asked.game)}, with {BETTER[better]} called better: how much worse the {figure} is "
        "than under the best of these in the same draw. “No option” is one of them; uses of force are not ranked and "
        "stay out."
    )


def near_rows(model: Model, asked: Asked, table: pd.DataFrame) -> pd.DataFrame:
    """Return the flags as they are read: a row per option and game that it moves, those near a flip first."""
    import pandas as pd

    rows: list[dict[str, str]] = []
    for row in sorted(table.to_dict("records"), key=lambda row: not row["near"]):
        alone, n = str(row["alone"]), int(row["parameters"])
        owner = row["player"] if isinstance(row["player"], str) else None
        figure = words_of_figure(model, row["game"], Figure(str(row["measure"]), owner, "selected"))
        effects = {"lower": "lowers", "none": "does not move", "higher": "raises"}
        size = f"{share(row['share'])} of the ranges, {n} parameter{'s' if n > 1 else ''}" if row["near"] else ""
        rows.append(
            {
                "option": option_label(model, asked, str(row["option"])),
                "game": game_title(model, row["game"]),
                "at present": f"{effects.get(row['effect'], row['effect'])} the {figure}",
                "smallest change found": size or "none found",
                "by one number alone": f"{label(model, alone)}, {share(row['alone_share'])}" if alone else "",
            }
        )
    if not any(row["by one number alone"] for row in rows):
        rows = [{key: row[key] for key in row if key != "by one number alone"} for row in rows]
    return pd.DataFrame(rows)


def flip_rows(model: Model, found: FlipSearch) -> pd.DataFrame:
    """Return the moves of every flip as they are read; a change that is several things is listed once."""
    import pandas as pd

    rows = [
        {
            "change": what,
            "parameter": label(model, move.parameter),
            "of its range": f"{move.share:+.1%}",
            "present value": move.before,
            "value at the flip": move.after,
            "unit": move.unit,
        }
        for what, flip in _changes(found)
        for move in flip.moves
    ]
    return pd.DataFrame(rows)


def _changes(found: FlipSearch) -> list[tuple[str, Flip]]:
    """Return every flip with what it is: one that moves the same parameters as another is that one."""
    named = [("smallest change", found.smallest), ("fewest parameters", found.fewest)]
    named += [("by itself", flip) for flip in found.singles]
    kinds: dict[frozenset[str], list[str]] = {}
    flips: dict[frozenset[str], Flip] = {}
    for kind, flip in named:
        if flip is not None:
            moved = frozenset(move.parameter for move in flip.moves)
            flips.setdefault(moved, flip)
            told = kinds.setdefault(moved, [])
            told.append(f"also the {kind}" if told and kind != "by itself" else kind)
    return [(", ".join(kinds[moved]), flip) for moved, flip in flips.items()]


def tornado_rows(model: Model, table: pd.DataFrame) -> pd.DataFrame:
    """Return a tornado's table with the parameters' names, those that move nothing left out."""
    return table[table["width"] != 0].assign(parameter=lambda rows: [label(model, id) for id in rows["parameter"]])


def tornado_sentence(model: Model, asked: Asked, option: str, value: float, rows: pd.DataFrame) -> str:
    """Say which parameter, moved alone over its range, moves what an option does to the figure most."""
    figure = words_of_figure(model, asked.game, asked.figure)
    effect = f"what “{option_name(model, option)}” adds to the figure ({figure})"
    opening = in_model(model, asked.game)
    if rows.empty:
        return f"{opening}, no parameter that is moved alone over its range changes {effect}: {brief(value)}."
    first = rows.iloc[0]
    return (
        f"{opening}, {effect} hangs most on “{first['parameter']}”: {brief(first['at_low'])} at {first['low']:.3g}, "
        f"{brief(first['at_high'])} at {first['high']:.3g}, and {brief(value)} at the present values."
    )


def brief(value: float) -> str:
    """Return a figure with three digits, or say that it is infinite or undefined.

    Examples
    --------
    >>> brief(0.0123456), brief(float("inf"))
    ('0.0123', 'infinite')
    """
    return told(float(f"{value:.3g}"))


def tornado_title(model: Model, asked: Asked, option: str) -> str:
    """Return what stands above a tornado."""
    what = words_of_figure(model, asked.game, asked.figure)
    return f"“{option_label(model, asked, option)}” and the {what}, each number moved alone"


def box_title(model: Model, asked: Asked, option: str) -> str:
    """Return what stands above the chart of a box."""
    return f"Where “{option_label(model, asked, option)}” does otherwise"


def chart_title(model: Model, asked: Asked) -> str:
    """Return what stands above the chart of shares."""
    what = words_of_figure(model, asked.game, asked.figure)
    return f"What each option does to the {what} ({HEADLINES[model.games[asked.game].form].words} model)"


def game_title(model: Model, game: str) -> str:
    """Return a game as a list names it, with its model."""
    return f"{model.games[game].title}: {HEADLINES[model.games[game].form].words} model"


def figure_title(model: Model, game: str, figure: Figure, *, is_first: bool) -> str:
    """Return a figure as a list names it; the first one is the headline where it is of that kind."""
    mark = " (the headline)" if is_first and is_headline(model, game, figure) else ""
    return f"{title_of(words_of_figure(model, game, figure))}{mark}"
