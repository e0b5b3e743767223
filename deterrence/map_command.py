"""The command ``deterrence map``: what a game is at every point of a grid over two parameters."""

from __future__ import annotations

from typing import Annotated

import typer

from deterrence.arguments import Case, Format, Options, Scenario, Sets, Without, command_line, read_case
from deterrence.output import emit


def map_(
    case: Case,
    game: Annotated[str, typer.Argument(help="Id of the game.")],
    x: Annotated[str, typer.Argument(help="Parameter along the map, over its range.")],
    y: Annotated[str, typer.Argument(help="Parameter up the map, over its range.")],
    of: Annotated[str, typer.Option(help="What is mapped, such as class; what stands for the form by default.")] = "",
    option: Options = None, set_: Sets = None, scenario: Scenario = None, without: Without = None,
    format: Format = "table",
) -> None:  # fmt: skip
    """Map a game over the ranges of two parameters: the shares of the grid, or with csv and json every point."""
    import pandas as pd

    from deterrence.study.evaluation import check_games
    from deterrence.study.map_points import mappable
    from deterrence.study.region_map import region_map, side_of
    from deterrence.study.runcard import run_card
    from deterrence.world.options import apply

    model = read_case(case, set_, scenario, without)
    check_games(model, [game])
    portfolio = "+".join(option) if option else {}
    changed = apply(model, portfolio)
    what = of or next(iter(mappable(changed, game)), "")
    sides = [(id, *side_of(model, id)) for id in (x, y)]
    here = {"present": (float(model.parameters[x].value), float(model.parameters[y].value))}
    found = region_map(lambda values: apply(model.with_values(values), portfolio), game, what, *sides, marks=here)
    if format != "table":
        emit(found.table(), format, run_card(changed, command_line(), map={"game": game, "of": what, "x": x, "y": y}))
        return
    shares = [(label, f"{found.share(label):.1%}") for label in found.order]
    title = f"{game}: {what.replace('_', ' ')} over {x} and {y}, {found.labels.size} points"
    emit(pd.DataFrame(shares, columns=[what, "share of the points"]), format, {}, title=title)
    at = found.marks["present"].label
    typer.echo(f"At the present point: {at}. The shares are of the ranges, no probabilities. Not a forecast.")
