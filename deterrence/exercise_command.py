"""The commands ``deterrence exercise``: an author's, an instructor's and, where there is no page, a student's.

Author: list, lint, preview, build, print, export. Instructor: roster, samples, grade. Student: show, answer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from deterrence.arguments import BAD_INPUT, interruptible
from deterrence.errors import ExerciseError, counted

if TYPE_CHECKING:
    from deterrence.teaching.exercise import Exercise

exercise = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Exercises that the engine marks: hand out, collect, grade.",
)

File = Annotated[
    str, typer.Argument(metavar="FILE", help="The instructor's file, or the name of one that comes along.")
]
DespiteFaults = Annotated[
    bool, typer.Option("--despite-faults", help="Write it although lint finds faults; they are told all the same.")
]
Code = Annotated[list[str] | None, typer.Option("--code", "-c", help="A student's code; repeat for several.")]


def _show_progress(done: int, total: int) -> None:
    """Show progress on standard error when somebody watches."""
    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {total} submissions" + ("\n" if done == total else ""), err=True, nl=False)


def _to_hand_out(file: str, *, despite_faults: bool) -> Exercise:
    """Return an exercise that can be handed out; one with faults only where somebody insists, and never unsaid."""
    from deterrence.teaching.exercise import load_exercise
    from deterrence.teaching.lint import lint_exercise

    found = load_exercise(file)
    findings = lint_exercise(found).findings
    for finding in findings:
        typer.echo(str(finding), err=True)
    if findings and not despite_faults:
        saw = f"{counted(len(findings), 'fault')} would mislead students or their marks, so nothing was written"
        remedy = "mend the file, or give --despite-faults"
        raise ExerciseError(f"exercise '{found.assignment}'", saw, "", remedy)
    return found


@exercise.command("list")
def list_exercises() -> None:
    """List the exercises that come along, with the files to read or to copy."""
    from deterrence.teaching.exercise import available_exercises, load_exercise

    for name, path in available_exercises().items():
        found = load_exercise(path)
        typer.echo(
            f"{name}: {found.title or found.assignment}. {counted(len(found.questions), 'question')}, "
            f"{counted(found.points, 'point')}."
        )
        typer.echo(f"  {path}")


@exercise.command()
@interruptible("nothing was written")
def build(
    file: File,
    out: Annotated[str, typer.Option(help="Folder for NAME.student.json; an older one is replaced.")] = ".",
    despite_faults: DespiteFaults = False,
) -> None:
    """Build the bundle for students, once lint finds no fault: no key, tolerance, check or wrong path is in it."""
    from deterrence.teaching.bundle import build_bundle, read_bundle
    from deterrence.world.files import write_whole

    found = _to_hand_out(file, despite_faults=despite_faults)
    content = build_bundle(found)
    name = found.path.stem if found.path is not None else found.assignment
    typer.echo(f"wrote {write_whole(content, Path(out) / f'{name}.student.json')}")
    told = f"{counted(len(found.questions), 'question')}, {counted(found.points, 'point')}"
    typer.echo(f"{told}, bundle {read_bundle(content).sha256[:12]}")


@exercise.command()
@interruptible("nothing was judged")
def lint(file: File) -> None:
    """Work out every variant of every question, and say what is wrong; exit code 2 if anything is."""
    from deterrence.teaching.exercise import load_exercise
    from deterrence.teaching.lint import lint_exercise

    found = load_exercise(file)
    linted = lint_exercise(found)
    for finding in linted.findings:
        typer.echo(str(finding))
    total = sum(linted.n_variants.values())
    said = counted(len(linted.findings), "fault") if linted.findings else "no fault"
    told = f"{counted(len(found.questions), 'question')}, {counted(total, 'variant')} worked out"
    typer.echo(f"{found.assignment}: {told}, {said}.")
    if linted.findings:
        raise typer.Exit(BAD_INPUT)


@exercise.command()
def roster(
    names: Annotated[
        str, typer.Argument(metavar="NAMES", help="One name or LMS id on a line, or a CSV's first column.")
    ],
    out: Annotated[str, typer.Option(help="CSV for the instructor; codes that are there stay.")] = "roster.csv",
) -> None:
    """Give every student a random code; the table of names and codes stays with the instructor."""
    from deterrence.teaching.roster import make_roster, read_names, read_roster, write_roster

    known = read_roster(out) if Path(out).expanduser().exists() else ()
    entries = make_roster(read_names(names), known=known)
    typer.echo(
        f"wrote {write_roster(entries, out)}: {counted(len(entries), 'code')}, {len(entries) - len(known)} of them new"
    )


@exercise.command()
def preview(
    file: File,
    code: Code = None,
    n: Annotated[int, typer.Option("--variants", "-n", help="How many made-up codes to show.", min=1, max=50)] = 3,
) -> None:
    """Show every question as some students get it, with the key and the wrong paths; for instructors only."""
    from deterrence.output import reading_width, wrapped
    from deterrence.teaching.exercise import load_exercise
    from deterrence.teaching.preview import preview as paragraphs
    from deterrence.teaching.preview import preview_codes
    from deterrence.teaching.variants import read_code

    codes = [read_code(one) for one in code] if code else preview_codes(n)
    for text in paragraphs(load_exercise(file), codes):
        for line in text.split("\n"):
            typer.echo(wrapped(line, reading_width()))
        typer.echo("")


@exercise.command("print")
@interruptible("nothing was written")
def print_(
    file: File,
    out: Annotated[str, typer.Option(help="HTML file to write.")] = "worksheet.html",
    code: Code = None,
    roster: Annotated[str | None, typer.Option(help="Roster: a worksheet for every code in it.")] = None,
    despite_faults: DespiteFaults = False,
) -> None:
    """Write worksheets with room for answers, as HTML to print: one per --code, or one per student of a --roster."""
    from deterrence.teaching.bundle import build_bundle, read_bundle
    from deterrence.teaching.preview import preview_codes
    from deterrence.teaching.roster import read_roster
    from deterrence.teaching.variants import read_code
    from deterrence.teaching.worksheet import worksheet_html
    from deterrence.world.files import write_whole

    codes = [read_code(one) for one in code or ()]
    codes += [entry.code for entry in read_roster(roster)] if roster else []
    found = _to_hand_out(file, despite_faults=despite_faults)
    html = worksheet_html(read_bundle(build_bundle(found)), codes or preview_codes(1))
    typer.echo(f"wrote {write_whole(html, out)}")


@exercise.command()
@interruptible("give the command again; the files of a grading are written only after all is marked")
def grade(
    submissions: Annotated[list[str], typer.Argument(help="Files, folders, or patterns such as 'submissions/*.json'.")],
    key: Annotated[str, typer.Option(help="The instructor's file, or the name of one that comes along.")],
    out: Annotated[str, typer.Option(help="Folder for grades.csv, flags.csv, stats.csv and feedback/.")],
    roster: Annotated[str | None, typer.Option(help="Roster; without one everybody may hand in.")] = None,
) -> None:
    """Mark submissions: grades, flags, statistics, and a feedback page for each code."""
    from deterrence.teaching.collecting import find_files
    from deterrence.teaching.exercise import load_exercise
    from deterrence.teaching.grade_files import make_folder, write_grading
    from deterrence.teaching.grading import grade as graded
    from deterrence.teaching.roster import read_roster

    files = find_files(submissions)
    if not any(path.exists() for path in files):
        raise ExerciseError("submissions", f"nothing is there: {' '.join(submissions)}", "files, folders or patterns")
    assignment, entries = load_exercise(key), read_roster(roster) if roster else ()
    # A folder that cannot be is told before anything is marked.
    make_folder(out)
    found = graded(assignment, files, entries, progress=_show_progress)
    write_grading(found, out)
    aside = sum(flag.flag in ("set-aside", "unknown-code", "duplicate") for flag in found.flags)
    typer.echo(
        f"{counted(len(files), 'file')}: {len(found.graded)} marked, {aside} set aside; "
        f"{counted(len(found.missing), 'student')} missing."
    )
    typer.echo(f"{counted(len(found.flags), 'line')} for a person to look at in {Path(out) / 'flags.csv'}.")


@exercise.command()
@interruptible("nothing was written")
def export(
    file: File,
    to: Annotated[Literal["moodle", "qti", "qti-text"], typer.Option("--to", help="The format.")] = "moodle",
    out: Annotated[str | None, typer.Option(help="File to write; named after the assignment by default.")] = None,
    n: Annotated[int, typer.Option("--variants", "-n", help="Variants of each question.", min=1, max=50)] = 5,
    despite_faults: DespiteFaults = False,
) -> None:
    """Export questions with their keys for a learning system: Moodle XML, or QTI 1.2 for Canvas by way of text2qti."""
    from deterrence.teaching.lms import left_out
    from deterrence.teaching.moodle import moodle_xml
    from deterrence.teaching.qti import qti_package, qti_text
    from deterrence.world.files import write_whole

    found = _to_hand_out(file, despite_faults=despite_faults)
    ending = {"moodle": ".moodle.xml", "qti": ".qti.zip", "qti-text": ".qti.txt"}[to]
    content = {"moodle": moodle_xml, "qti": qti_package, "qti-text": qti_text}[to](found, n_variants=n)
    path = write_whole(content, out or f"{found.assignment}{ending}")
    typer.echo(f"wrote {path}; it holds keys, so it is for the question bank only")
    for sentence in left_out(found):
        typer.echo(sentence)


@exercise.command()
def show(
    bundle: Annotated[str, typer.Argument(metavar="BUNDLE", help="The file that ends in .student.json.")],
    code: Annotated[str, typer.Option("--code", "-c", help="Your code.")],
) -> None:
    """Show a student's questions, with the numbers of a code."""
    from deterrence.output import reading_width, wrapped
    from deterrence.teaching.bundle import load_bundle
    from deterrence.teaching.posing import posed_text

    for text in posed_text(load_bundle(bundle), code):
        for line in text.split("\n"):
            typer.echo(wrapped(line, reading_width()))
        typer.echo("")


@exercise.command()
def answer(
    bundle: Annotated[str, typer.Argument(metavar="BUNDLE", help="The file that ends in .student.json.")],
    answers: Annotated[str, typer.Argument(metavar="ANSWERS", help="TOML with a table [answers.ID] per question.")],
    code: Annotated[str, typer.Option("--code", "-c", help="Your code, unless the answers name it.")] = "",
    out: Annotated[str, typer.Option(help="Folder for the submission.")] = ".",
) -> None:
    """Seal a student's answers for handing in, and print the receipt."""
    from deterrence.teaching.answers import read_answers, submit, unreadable
    from deterrence.teaching.bundle import load_bundle
    from deterrence.teaching.marks import is_blank
    from deterrence.teaching.submission import receipt
    from deterrence.world.files import write_whole

    questions, given = load_bundle(bundle), read_answers(answers)
    name, content = submit(questions, given, code=code)
    typer.echo(f"wrote {write_whole(content, Path(out) / name)}, receipt {receipt(content)}")
    for sentence in unreadable(questions, given):
        typer.echo(f"could not be read, so it would not be marked: {sentence}", err=True)
    missing = [question.id for question in questions.questions if is_blank(given.answers.get(question.id))]
    if missing:
        typer.echo(f"no answer yet: {', '.join(missing)}", err=True)


@exercise.command()
def samples(
    file: File,
    out: Annotated[str, typer.Option(help="Folder for the submissions.")] = "submissions",
) -> None:
    """Write the sample submissions that come with an exercise, to rehearse grading."""
    from deterrence.teaching.answers import sample_submissions
    from deterrence.teaching.exercise import load_exercise
    from deterrence.world.files import write_whole

    for name, content in sample_submissions(load_exercise(file)).items():
        typer.echo(f"wrote {write_whole(content, Path(out) / name)}")
