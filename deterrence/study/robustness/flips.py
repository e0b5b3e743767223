"""The smallest change of the parameters that flips a conclusion.

A change is measured by its largest move, each parameter's move as a share of its range: the least r for which some
point with ``|x - file| <= r (high - low)`` in every parameter flips (the L-infinity norm, as in info-gap robustness,
Ben-Haim 2006). Moves end where the ranges do. What is asked:

- *one by one*: for every parameter and both ways, the nearest flip with all others kept;
- *smallest*: the least largest move, with as few parameters in it as it needs;
- *fewest*: as few parameters as possible, and among those found the least move.

1. Every parameter is stepped by itself to both ends of its range; between the last step that holds and the first that
   flips, the flip is bisected.
2. All parameters go together towards the corner to which their own steps (and, at the boundary, small moves) push the
   margin of the conclusion; the first flip on the way is bisected.
3. Points of a smaller change are drawn, corners preferred; from one that flips the way back is bisected. This goes on
   until no point of a round flips.
4. Moves that are not needed are taken back: the strongest few are kept that flip by themselves.
5. What is returned was evaluated, and flips.

References
----------
Y. Ben-Haim (2006), Info-gap decision theory, 2nd ed. J. D. Herman, P. M. Reed, H. B. Zeff and G. W. Characklis (2015),
How should robustness be defined for water systems planning under change?, Journal of Water Resources Planning and
Management 141, 04015012.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from deterrence.errors import SweepError, show
from deterrence.games.profile import Player
from deterrence.study.robustness.conclusions import Conclusion, make_worlds
from deterrence.study.robustness.flip_search import Found, Search
from deterrence.study.sweeps.sampling import Range
from deterrence.world.model import Model
from deterrence.world.options import Portfolio

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: ``exact``: one parameter alone can matter, and its nearest flip was bisected. ``searched``: a flip was found, a
#: smaller one may exist. ``none found``: none was found. ``cannot flip``: the game reads nothing on which the option
#: acts.
Status = Literal["exact", "searched", "none found", "cannot flip"]


@dataclass(frozen=True)
class Move:
    """One parameter's part of a change: from the file's value to another, as a share of its range (with a sign)."""

    parameter: str
    before: float
    after: float
    share: float
    unit: str


@dataclass(frozen=True)
class Flip:
    """A change that flips a conclusion.

    Parameters
    ----------
    moves
        The parameters that move, the farthest first; all others keep their values.
    verdict
        What holds after it: an effect, or ``above`` or ``not above``.
    baseline, value
        The figure there, at the baseline and under the option.
    """

    moves: tuple[Move, ...]
    verdict: str
    baseline: float
    value: float

    @property
    def share(self) -> float:
        """The largest move, as a share of the parameter's range."""
        return max(abs(move.share) for move in self.moves)


@dataclass(frozen=True)
class FlipSearch:
    """What a search for flips found.

    Parameters
    ----------
    conclusion
        What was tried.
    verdict
        What holds at the file's values.
    baseline, value
        The figure there, at the baseline and under the option.
    status
        How far the result can be trusted, see ``Status``.
    smallest, fewest
        The least largest move found, and the fewest parameters found; None where nothing flips.
    singles
        Per parameter that flips it alone, its nearest flip, the nearest first.
    within
        The largest move that was allowed, as a share of the ranges.
    parameters
        How many parameters could be moved.
    points
        How many points were evaluated.
    """

    conclusion: Conclusion
    verdict: str
    baseline: float
    value: float
    status: Status
    smallest: Flip | None
    fewest: Flip | None
    singles: tuple[Flip, ...]
    within: float
    parameters: int
    points: int

    def table(self) -> pd.DataFrame:
        """Return a row per moved parameter of every flip.

        Columns ``flip`` (``smallest``, ``fewest``, ``alone``), ``parameter``, ``before``, ``after``, ``unit``,
        ``share`` of the range with its sign, ``largest`` (the largest move of that flip), ``verdict``.
        """
        import pandas as pd

        named = [("smallest", self.smallest), ("fewest", self.fewest), *(("alone", flip) for flip in self.singles)]
        rows = [
            (kind, move.parameter, move.before, move.after, move.unit, move.share, flip.share, flip.verdict)
            for kind, flip in named
            if flip is not None
            for move in flip.moves
        ]
        columns = ["flip", "parameter", "before", "after", "unit", "share", "largest", "verdict"]
        return pd.DataFrame(rows, columns=columns)


def smallest_flip(
    model: Model,
    game: str,
    measure: str,
    *,
    option: Portfolio | None = None,
    player: Player | None = None,
    statistic: str = "selected",
    boundary: float | None = None,
    within: float = 1.0,
    parameters: Mapping[str, Range] | Collection[str] | None = None,
    hold: Sequence[str] = (),
    horizon: int | None = None,
    seed: int = 0,
    points: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FlipSearch:
    """Search the smallest change of the parameters that flips a conclusion.

    Parameters
    ----------
    model
        The baseline, at a scenario and with values set by hand if you like.
    game, measure, player, statistic
        The figure, as in a sweep; the player may be left out where the measure belongs to none or to one only.
    option
        The portfolio whose effect on the figure is the conclusion; with a boundary, the world in which it is looked at.
    boundary
        None: the conclusion is how the option moves the figure. A number: on which side of it the figure lies.
    within
        The largest move to look at, as a share of each parameter's range, in (0, 1].
    parameters, hold, horizon
        What may move, over which ranges, and how far ahead ladders look, as in ``sweep``: by default every parameter
        with a range that the game reads, but for those set by hand or by the scenario.
    seed
        For the points of step 3.
    points
        How many points to evaluate, about; by default 20,000, and 800 for games that are solved point by point.
    progress
        Called with (points tried, points at most); the count may end early.

    Returns
    -------
    FlipSearch
        Flips that were confirmed by solving the game there.

    Raises
    ------
    SweepError, OptionError, GameError, ModelError
        For a figure, option, game or parameter that is not there.

    Notes
    -----
    Finds one smallest change, not all. Each parameter's own flip is exact to 1e-6 of its range (1e-3 for games that are
    solved point by point) where no two flips lie between neighbouring steps; several parameters together are searched,
    so their flip is an upper bound. It is assumed that each parameter may move by itself: draws can violate an
    ordering that the case declares. Cost: two solutions of the game per point.

    Examples
    --------
    >>> import deterrence as dt
    >>> found = dt.smallest_flip(dt.load("levant_2024"), "buffer_terms", "p_war", option="missile_defence")
    >>> found.verdict, found.status
    ('higher', 'searched')
    >>> found.singles[0].verdict, 0.1 < found.singles[0].share < 0.2, found.smallest.share < 0.05
    ('none', True, True)
    """
    if isinstance(within, bool) or not 0 < within <= 1:
        raise SweepError("within", f"saw {show(within)}", "a share of the ranges, above 0 and up to 1")
    worlds = make_worlds(
        model, game, measure, option=option, player=player, statistic=statistic, boundary=boundary,
        parameters=parameters, hold=hold, horizon=horizon, most=points, progress=progress,
    )  # fmt: skip
    one, drawn = worlds.conclusion, worlds.plan.drawn
    search = Search(worlds, within, seed)
    is_idle = one.boundary is None and game not in worlds.plan.solved(one.option)

    def flip(found: Found | None) -> Flip | None:
        if found is None:
            return None
        place = search.place(found.moves)
        moves = [
            Move(each.id, float(start), float(there), float(step), model.parameters[each.id].unit)
            for each, start, there, step in zip(drawn, search.start, place, found.moves, strict=True)
            if step != 0
        ]
        moves.sort(key=lambda move: -abs(move.share))
        return Flip(tuple(moves), found.verdict, found.baseline, found.value)

    if is_idle:
        status, singles, smallest, fewest = "cannot flip", (), None, None
    else:
        alone = search.alone()
        smallest, fewest = flip(search.together()), flip(search.few())
        singles = tuple(each for found in alone if (each := flip(found)) is not None)
        status: Status = "none found" if smallest is None else "exact" if len(drawn) == 1 else "searched"
    return FlipSearch(
        one, search.verdict, search.baseline, search.value, status, smallest, fewest, singles,
        within, len(drawn), worlds.tried,
    )  # fmt: skip
