"""What the documents show is true: examples run, commands end well, files that are named exist.

A document is read like a reader would read it. A block tagged ``toml`` whose first line is ``# NAME.toml`` is saved
under that name in an empty folder. Python blocks run in that folder, in order, sharing their names, as doctests where
they have prompts. Each line of an ``sh`` block runs there as it stands.

The guides are walks: the lines of all their ``sh`` blocks run one after the other in one folder, and a block tagged
``csv NAME.csv`` is saved there as well.

Lines of ``sh`` blocks that begin with ``make``, ``git`` or ``cd`` are not run: they set up or change a checkout. A
line ``deterrence app`` would serve until it is stopped, so it is asked for its help.
"""

import csv
import doctest
import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from deterrence import cli
from deterrence.formulation import FORMS
from deterrence.solvers import SOLVERS

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURE = ROOT / "docs" / "architecture.md"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
GUIDES = [ROOT / "docs" / "educators.md", ROOT / "docs" / "students.md"]
NOT_RUN = ("make", "git", "cd")
#: What looks like a folder or a file of the tree, between backticks.
PATH = re.compile(r"`((?:[\w.-]+/)+|(?:[\w.-]+/)*[\w-]+\.(?:py|toml|md|csv|cff)|Makefile|\.ci/run)`")


def blocks(document, tag):
    """Return the text and the first line's number of every block with a tag."""
    text = document.read_text(encoding="utf-8")
    found = re.finditer(rf"^```{tag}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(block[1], text.count("\n", 0, block.start()) + 1) for block in found]


def shown_files(document):
    """Return the files that a document prints in full: name to text."""
    headed = (re.match(r"# (\w+\.toml)\n", text) for text, _ in blocks(document, "toml"))
    tables = re.findall(
        r"^```csv (\w+\.csv)\n(.*?)^```$", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return {head[1]: head.string for head in headed if head} | dict(tables)


def commands(document):
    """Return the lines of the sh blocks that are to be run."""
    lines = [line for text, _ in blocks(document, "sh") for line in text.replace("\\\n", " ").splitlines()]
    return [line for line in lines if line.strip() and line.split()[0] not in ("#", *NOT_RUN)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def prepared(document):
        for name, text in shown_files(document).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return prepared


@pytest.fixture
def run(capsys, monkeypatch):
    """Return a function that runs the line of a document in the present folder, within this process."""

    def ended(command):
        for line in command.split("&&"):
            words = shlex.split(line, comments=True)
            assert words[0] == "deterrence", "only commands of this project belong in sh blocks"
            assert not {"|", ">", "<", ";", "&"} & set(words), "a command is run without a shell"
            monkeypatch.setattr(sys, "argv", ["deterrence", "app", "--help"] if words[1:2] == ["app"] else words)
            with pytest.raises(SystemExit) as ended:
                cli.main()
            assert not ended.value.code, capsys.readouterr().err

    return ended


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_python_blocks_run(document, folder):
    folder(document)
    names = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    for text, line in blocks(document, "python"):
        if ">>>" in text:
            example = doctest.DocTestParser().get_doctest(text, names, document.name, str(document), line)
            runner.run(example, clear_globs=False)
            names.update(example.globs)
        else:
            exec(compile("\n" * line + text, str(document), "exec"), names)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize(
    ("document", "command"),
    [
        pytest.param(path, line, id=f"{path.name}: {line}")
        for path in DOCUMENTS
        if path not in GUIDES
        for line in commands(path)
    ],
)
def test_commands_end_well(document, command, folder, run):
    folder(document)
    run(command)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_a_guide_can_be_followed_from_an_empty_folder(guide, folder, run):
    where = folder(guide)
    for command in commands(guide):
        run(command)
    if guide.stem == "educators":
        rows = list(csv.DictReader((where / "out" / "grades.csv").read_text(encoding="utf-8").splitlines()))
        assert len(rows) == 3 and {row["status"] for row in rows} == {"marked"}
        assert len(list((where / "out" / "feedback").iterdir())) == 3


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_files_that_the_architecture_names_exist():
    named = PATH.findall(ARCHITECTURE.read_text(encoding="utf-8"))
    known = shown_files(ARCHITECTURE)
    assert [name for name in named if name not in known and not (ROOT / name).exists()] == []
    assert len(named) > 50


def test_the_architecture_names_every_form_and_every_concept():
    text = ARCHITECTURE.read_text(encoding="utf-8")
    assert [name for name in (*FORMS, *SOLVERS) if f"`{name}`" not in text] == []


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"\n## [{version}]" in (ROOT / "CHANGELOG.md").read_text()
