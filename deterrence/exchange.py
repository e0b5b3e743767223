"""The commands that hand out what a case holds for other software, and take games from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from deterrence.arguments import (
    Case,
    Format,
    Options,
    Pick,
    Refinement,
    Scenario,
    Sets,
    Without,
    command_line,
    read_case,
)
from deterrence.output import emit, show_table, write_json

#: Rows of strategies beyond which the terminal shows the equilibria alone.
MAX_ROWS = 100


def export(
    case: Case,
    game: Annotated[str, typer.Argument(help="Id of the game, or - for the network as GraphML or SVG.")],
    to: Annotated[Literal["nfg", "efg", "json", "graphml", "svg"], typer.Option("--to", help="The format.")] = "json",
    out: Annotated[str | None, typer.Option(help="File to write; standard output by default.")] = None,
    option: Options = None, set_: Sets = None, scenario: Scenario = None, without: Without = None,
    refinement: Refinement = None, equilibrium: Pick = None,
) -> None:  # fmt: skip
    """Export a game for other software, or the network of channels as GraphML; a tree or the network as a picture."""
    from deterrence.study.exports import export_text
    from deterrence.world.files import write_whole
    from deterrence.world.options import apply

    model = read_case(case, set_, scenario, without)
    changed = apply(model, "+".join(option)) if option else model
    to = "graphml" if game == "-" and to != "svg" else to
    text = export_text(changed, game, to, command=command_line(), refinement=refinement, equilibrium=equilibrium) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(f"wrote {write_whole(text, out)}")


def timeline(case: Case, format: Format = "table") -> None:
    """List the dated events and series of a case, as its sources give them."""
    import pandas as pd

    from deterrence.study.timeline import read_timeline, scenario_dates, timeline_sentences
    from deterrence.world.files import load

    model = load(case)
    table = read_timeline(model)
    if format != "table":
        emit(table, format, {"command": command_line()})
        return
    rows = [
        {
            "when": " to ".join(dict.fromkeys(date for date in (row["date_start"], row["date_end"]) if date)),
            "who": row["actor"].replace(";", ", "),
            "what": row["name"],
            "figure": f"{row['value']} {row['unit']}".strip() + (f" ({row['other']})" if row["other"] else ""),
            "source": row["source"],
        }
        for row in table.to_dict("records")
    ]
    show_table(pd.DataFrame(rows))
    for sentence in timeline_sentences(table, scenario_dates(model)):
        typer.echo(sentence)


def solve_file(file: str, *, concept: str | None, format: Literal["table", "json", "csv"]) -> bool:
    """Print every equilibrium found of the game in a file; return whether there is one."""
    from deterrence.solvers import solve
    from deterrence.study.game_files import default_concept, digest, member_table, read_game, strategy_table
    from deterrence.study.runcard import game_card

    game = read_game(file)
    found = solve(game, concept or default_concept(game))
    members, strategies = member_table(found), strategy_table(game, found)
    card = game_card(game, found, command_line(), file=Path(file).name, digest=digest(file))
    if format == "json":
        about = {"form": game.form, "name": game.name, "players": list(game.players)}
        outcome = {key: getattr(found, key) for key in ("status", "sentence", "method", "rule")}
        beliefs = {member.name: member.beliefs for member in found.members}
        outcomes = {member.name: member.outcomes for member in found.members}
        content = {"equilibria": members, "outcomes": outcomes, "beliefs": beliefs, "strategies": strategies}
        typer.echo(write_json(card, game=about, found=outcome, **content))
    elif format == "csv":
        emit(strategies, format, card)
    else:
        typer.echo(f"{game.name}: a game of the form {game.form}, {len(game.players)} players.")
        typer.echo(f"{found.method}: {found.status}. {found.sentence}\n")
        if found.members:
            show_table(members)
        if 0 < len(strategies) <= MAX_ROWS:
            typer.echo("")
            play = strategies[["equilibrium", "player", "information_set", "action", "probability"]]
            show_table(play, group="equilibrium")
        elif len(strategies):
            typer.echo(f"\n{len(strategies)} rows say who plays what: --format csv.")
    if format != "table" and not found.members:
        typer.echo(f"{game.name}: {found.sentence}", err=True)
    return bool(found.members)
