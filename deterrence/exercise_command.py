"""The commands ``deterrence exercise``: build, lint, roster, preview, print, grade, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deterrence.arguments import BAD_INPUT

exercise = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Exercises that the engine marks: hand out, collect, grade.",
)

File = Annotated[
    str, typer.Argument(metavar="FILE", help="The instructor's file, or the name of one that comes along: starter.")
]
Code = Annotated[list[str] | None, typer.Option("--code", "-c", help="A student's code; repeat for several.")]


@exercise.command()
def build(
    file: File,
    out: Annotated[str, typer.Option(help="Folder for NAME.student.json; an older one is replaced.")] = ".",
) -> None:
    """Build the bundle for students: no key, tolerance, check or wrong path is in it."""
    from deterrence.teaching.bundle import build_bundle, read_bundle
    from deterrence.teaching.exercise import load_exercise
    from deterrence.world.files import write_whole

    found = load_exercise(file)
    content = build_bundle(found)
    name = found.path.stem if found.path is not None else found.assignment
    typer.echo(f"wrote {write_whole(content.decode(), Path(out) / f'{name}.student.json')}")
    typer.echo(f"{len(found.questions)} questions, {found.points:g} points, bundle {read_bundle(content).sha256[:12]}")


@exercise.command()
def lint(file: File) -> None:
    """Work out every variant of every question, and say what is wrong; exit code 2 if anything is."""
    from deterrence.teaching.exercise import load_exercise
    from deterrence.teaching.lint import lint_exercise

    found = load_exercise(file)
    linted = lint_exercise(found)
    for finding in linted.findings:
        typer.echo(str(finding))
    total = sum(linted.n_variants.values())
    said = f"{len(linted.findings)} faults" if linted.findings else "no fault"
    typer.echo(f"{found.assignment}: {len(found.questions)} questions, {total} variants worked out, {said}.")
    if linted.findings:
        raise typer.Exit(BAD_INPUT)
