"""When does an option fail: the boxes of a sweep's draws in which it moves a figure some way, or fails to.

In one draw an option and the baseline differ by the option alone, so every draw has one effect. Boxes are searched over
those of the drawn parameters that the game reads or that size the option's changes; none of the others can matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SweepError, shorten, suggest
from deterrence.games.profile import Player
from deterrence.study.effects import Effect, effect_flags, effect_shares
from deterrence.study.figures import figure_words, precise, share
from deterrence.study.robustness.boxes import Box, Boxes, find_boxes, is_limited
from deterrence.study.sweeps.plan import check_choice
from deterrence.study.sweeps.sampling import read_parameters
from deterrence.world.model import Model
from deterrence.world.options import read_portfolio

if TYPE_CHECKING:
    import pandas as pd

    from deterrence.study.sweeps.results import Sweep

Floats = NDArray[np.float64]

#: What a draw can be looked for: an effect, or any but one.
Outcome = Literal["lower", "none", "higher", "not lower", "not higher", "not none"]

#: Columns of a table of shares.
SHARES = ["option", "lower", "none", "higher", "appears", "disappears"]

#: What an option does in such a draw, in words that are followed by the figure.
_VERBS = {
    "lower": "lowers",
    "none": "does not move",
    "higher": "raises",
    "not lower": "does not lower",
    "not higher": "does not raise",
    "not none": "moves",
}

#: What no draw does, to what all draws do: "in none of them it does not" is hard to read.
_OPPOSITES: Mapping[Outcome, Outcome] = {"none": "not none", "not lower": "lower", "not higher": "higher"}


@dataclass(frozen=True)
class Discovery:
    """Hold where an option does something.

    Parameters
    ----------
    option, game, statistic, measure, player
        The figure.
    outcome
        What the draws were looked for.
    shares
        Effect to the share of draws with it; shares of assumed ranges, no probabilities.
    boxes
        The boxes, over the parameters that can matter.
    units
        Parameter to its unit.
    """

    option: str
    game: str
    statistic: str
    measure: str
    player: str
    outcome: Outcome
    shares: dict[Effect, float]
    boxes: Boxes
    units: dict[str, str]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say what was found, with ids as they are."""
        return self.told(str)

    def told(self, called: Callable[[str], str]) -> tuple[str, ...]:
        """Say how often the option does it, and where: a sentence per box, or why there is none.

        ``called`` returns what an option, a game, a player or a parameter is called.
        """
        owner = f" of {called(self.player)}" if self.player else ""
        figure = f"the {figure_words(self.measure)}{owner} in {called(self.game)}"
        n = f"{self.boxes.n_points:,} draws"
        never, opposite = not self.boxes.n_of_interest, _OPPOSITES.get(self.outcome)
        doing = f"{called(self.option)} {_VERBS[(opposite if never else None) or self.outcome]} {figure}"
        if never:
            return (f"In {'none' if opposite is None else 'all'} of {n} {doing}.",)
        if self.boxes.n_of_interest == self.boxes.n_points:
            return (f"In all of {n} {doing}.",)
        told = f"In {share(self.boxes.base_density)} of {n} {doing}."
        if not self.boxes.found:
            return (told, "As to when: no region of the ranges stands out against chance; more draws may show one.")
        return (told, *(self._box_sentence(place, box, called) for place, box in enumerate(self.boxes.found)))

    def _box_sentence(self, place: int, box: Box, called: Callable[[str], str]) -> str:
        where = " and ".join(f"{called(id)} {self.limit_words(id, *ends)}" for id, ends in box.limits.items())
        if not place:
            return (
                f"Mostly where {where}: {share(box.density)} of the draws there are such (density), which are "
                f"{share(box.coverage)} of all such draws (coverage)."
            )
        return (
            f"Of the rest, where {where}: {share(box.density)} of the draws there are such, a further "
            f"{share(box.coverage)} of all."
        )

    def limit_words(self, id: str, low: float, high: float) -> str:
        """Say where a parameter lies, in its unit."""
        if is_limited(low) and is_limited(high):
            ends = f"is {precise3(low)} to {precise3(high)}"
        else:
            ends = f"is at least {precise3(low)}" if is_limited(low) else f"is at most {precise3(high)}"
        return f"{ends} ({self.units[id]})"


def precise3(value: float) -> str:
    """Return a limit as it is read: three significant digits."""
    return precise(float(f"{value:.3g}"))


def discover(
    sweep: Sweep,
    option: str,
    game: str,
    measure: str,
    *,
    player: Player | None = None,
    statistic: str = "selected",
    outcome: Outcome = "not lower",
    least_density: float | None = None,
    most_boxes: int = 3,
    step: Callable[[], None] | None = None,
) -> Discovery:
    """Return the boxes of a sweep's draws in which an option has, or fails to have, an effect on a figure.

    Parameters
    ----------
    sweep
        The sweep.
    option
        One of its options, as text.
    game, measure, player, statistic
        The figure. The player may be left out where the measure belongs to none or to one only.
    outcome
        What to look for: an effect, or any but one; ``"not lower"`` asks when the option fails to lower the figure.
    least_density, most_boxes, step
        As for ``find_boxes``.

    Raises
    ------
    SweepError
        For an option, game, measure or player that the sweep does not have.
    """
    check_choice("outcome", outcome, Outcome)
    values, before, who = pair(sweep, option, game, measure, player, statistic)
    flags = effect_flags(values, before)
    effect = outcome.removeprefix("not ")
    marks = flags[_as_effect(effect)] if effect == outcome else ~flags[_as_effect(effect)]
    model = sweep.model
    ids = _matter(model, sweep, option, game, [each.id for each in sweep.plan.drawn])
    boxes = find_boxes(sweep.experiments(ids), marks, least_density=least_density, most_boxes=most_boxes, step=step)
    units = {id: model.parameters[id].unit for id in ids}
    return Discovery(option, game, statistic, measure, who, outcome, effect_shares(values, before), boxes, units)


def _as_effect(text: str) -> Effect:
    return next(one for one in get_args(Effect) if one == text)


def pair(
    sweep: Sweep, option: str, game: str, measure: str, player: Player | None, statistic: str
) -> tuple[Floats, Floats, str]:
    """Return a figure under an option and at the baseline, draw by draw, and whose it is."""
    baseline = sweep.plan.portfolios[0]
    wide = sweep.outcomes(options=list(dict.fromkeys((baseline, option))), games=[game], measures=[measure])
    who = choose_player(wide, game, measure, player, statistic)
    key = (game, statistic, measure, who)
    return wide[(option, *key)].to_numpy(), wide[(baseline, *key)].to_numpy(), who


def share_table(
    sweep: Sweep,
    game: str,
    measure: str,
    *,
    player: Player | None = None,
    statistic: str = "selected",
    options: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return how often each option moves a figure, which way: a row per option, of all of them in the sweep's order.

    Columns ``option``, then the shares of draws with each effect: ``lower``, ``none``, ``higher``, ``appears``,
    ``disappears``. Shares are of assumed ranges: no probabilities.
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    for option in sweep.plan.portfolios[1:] if options is None else options:
        values, before, _ = pair(sweep, option, game, measure, player, statistic)
        rows.append({"option": option, **effect_shares(values, before)})
    return pd.DataFrame(rows, columns=SHARES)


def choose_player(wide: pd.DataFrame, game: str, measure: str, player: Player | None, statistic: str) -> str:
    """Return whose figure is meant, as it stands in the columns of ``Sweep.outcomes``.

    Raises
    ------
    SweepError
        If there is no such figure, or it belongs to several players and none is named.
    """
    keys = [key for key in wide.columns if key[1] == game and key[3] == measure]
    known = dict.fromkeys(key[2] for key in keys)
    where = f"figure '{shorten(measure)}' of '{shorten(game)}'"
    if not keys:
        names = dict.fromkeys(str(key[3]) for key in wide.columns if key[1] == game)
        raise SweepError(where, "the sweep does not have it by this name", "", suggest(measure, names))
    if statistic not in known:
        raise SweepError(where, f"it has no '{shorten(str(statistic))}'", "", suggest(str(statistic), known))
    players = list(dict.fromkeys(key[4] for key in keys if key[2] == statistic))
    if player is None:
        if len(players) > 1:
            raise SweepError(where, "it belongs to several players", f"one of {', '.join(players)}", "name one")
        return players[0]
    if not any(players):
        raise SweepError(where, f"saw the player '{shorten(str(player))}'", "none: it belongs to no player")
    if str(player) not in players:
        raise SweepError(where, f"it does not belong to '{shorten(str(player))}'", "", suggest(str(player), players))
    return str(player)


def _matter(model: Model, sweep: Sweep, option: str, game: str, drawn: list[str]) -> list[str]:
    """Return the drawn parameters that the game reads at the baseline or under the option, or that size its changes."""
    portfolio = {} if option == sweep.plan.portfolios[0] else read_portfolio(model, option)
    read = read_parameters(model, [game], [portfolio])
    return [id for id in drawn if id in read] or drawn
