"""The commands of exercises, as an educator and a student would use them, from an empty folder."""

import csv
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deterrence.cli import app, main
from deterrence.errors import ExerciseError
from deterrence.teaching.bundle import load_bundle
from deterrence.teaching.exercise import available_exercises
from deterrence.teaching.roster import read_roster
from deterrence.teaching.submission import file_name, write_submission


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def ran(*words):
        result = CliRunner().invoke(app, ["exercise", *words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return ran


def test_from_names_to_grades(run, tmp_path):
    (tmp_path / "names.txt").write_text("ann\nbob\ncyd\n", encoding="utf-8")
    assert "3 questions" in run("build", "starter").output
    assert "3 codes, 3 of them new" in run("roster", "names.txt").output
    bundle, roster = load_bundle("starter.student.json"), read_roster("roster.csv")
    (tmp_path / "submissions").mkdir()
    for entry, lever in zip(roster[:2], (7.5, "nonsense"), strict=True):
        content = write_submission(bundle, entry.code, {"one-lever": {"changes": {"temptation": lever}}})
        Path("submissions", file_name(bundle, entry.code)).write_bytes(content)
    said = run("grade", "submissions/*.json", "--key", "starter", "--roster", "roster.csv", "--out", "out").output
    assert "2 files: 2 marked, 0 set aside; 1 student missing." in said
    grades = {row["name"]: row for row in csv.DictReader(Path("out/grades.csv").read_text().splitlines())}
    assert [grades[name]["status"] for name in ("ann", "bob", "cyd")] == ["marked", "marked", "missing"]
    assert (grades["ann"]["one-lever"], grades["bob"]["one-lever"]) == ("0", "")
    assert {path.stem for path in Path("out/feedback").iterdir()} == {entry.code for entry in roster[:2]}
    assert "3 codes, 0 of them new" in run("roster", "names.txt").output


def test_lint_ends_with_2_where_something_is_wrong(run, tmp_path):
    sound = Path(__file__).parent / "teaching" / "all_kinds.toml"
    assert run("lint", str(sound)).exit_code == 0
    planted = sound.read_text(encoding="utf-8").replace("range = [0, 1]", "range = [0, 0.1]")
    (tmp_path / "planted.toml").write_text(planted, encoding="utf-8")
    result = run("lint", "planted.toml")
    assert result.exit_code == 2 and "number: out-of-range" in result.output
    assert result.output.endswith("all-kinds: 9 questions, 31 variants worked out, 1 fault.\n")


@pytest.mark.parametrize(
    ("command", "name"),
    [("build", "planted.student.json"), ("print", "worksheet.html"), ("export", "all-kinds.moodle.xml")],
)
def test_nothing_is_handed_out_with_a_fault_unless_somebody_insists(run, tmp_path, command, name):
    sound = (Path(__file__).parent / "teaching" / "all_kinds.toml").read_text(encoding="utf-8")
    (tmp_path / "planted.toml").write_text(sound.replace("range = [0, 1]", "range = [0, 0.1]"), encoding="utf-8")
    with pytest.raises(ExerciseError, match="1 fault would mislead students or their marks, so nothing was written"):
        run(command, "planted.toml")
    assert not Path(name).exists()
    result = run(command, "planted.toml", "--despite-faults")
    assert result.exit_code == 0 and result.stderr.startswith("number: out-of-range: ") and Path(name).is_file()


def test_the_list_names_every_exercise_and_its_file(run):
    lines = run("list").output.splitlines()
    names = [line.split(":")[0] for line in lines if not line.startswith(" ")]
    assert names == list(available_exercises())
    assert all(Path(line.strip()).is_file() for line in lines if line.startswith("  "))


def test_preview_print_and_export_write_what_they_say(run):
    assert run("preview", "starter", "-n", "2").output.count("Key: ") == 6
    assert "wrote w.html" in run("print", "starter", "--out", "w.html", "--code", "abcd-2345").output
    assert "Code ABCD2345." in Path("w.html").read_text(encoding="utf-8")
    for to, name in (("moodle", "starter.moodle.xml"), ("qti", "starter.qti.zip"), ("qti-text", "starter.qti.txt")):
        assert f"wrote {name}; it holds keys" in run("export", "starter", "--to", to, "-n", "1").output
        assert Path(name).stat().st_size > 500


STARTER = str(available_exercises()["starter"])

#: Words of a command in a folder with the starter's bundle and samples, and what it says.
MIXED_UP = [
    (("grade", "submissions", "--key", "starter.student.json", "--out", "out"), "for students, which holds no key"),
    (("build", "submissions/starter_ABCD2345.json"), "it is a draft or a submission, with somebody's answers"),
    (("show", STARTER, "--code", "ABCD2345"), "it is an instructor's file, with the keys"),
    (("show", "submissions/starter_ABCD2345.json", "--code", "ABCD2345"), "the file that ends in .student.json"),
    (("answer", "starter.student.json", STARTER), "allowed is a TOML file with your answers"),
]


@pytest.mark.parametrize(("words", "said"), MIXED_UP)
def test_a_file_of_another_kind_is_called_what_it_is(run, words, said):
    run("build", "starter")
    run("samples", "starter")
    with pytest.raises(ExerciseError, match=said):
        run(*words)


def test_files_of_other_kinds_among_submissions_are_set_aside_by_name(run):
    run("build", "starter")
    run("grade", "starter.student.json", STARTER, "--key", "starter", "--out", "out")
    reasons = [row["reason"] for row in csv.DictReader(Path("out/flags.csv").read_text().splitlines())]
    assert ["for students" in reasons[0], "instructor's file" in reasons[1]] == [True, True]


FAULTY = [
    ("build", "nothing.toml"),
    ("print", "starter", "--code", "me"),
    ("roster", "none.txt"),
    ("grade", "*.json", "--key", "starter", "--out", "out"),
    ("grade", "nothing.json", "--key", "starter", "--out", "out"),
    ("grade", ".", "--key", "starter", "--out", "/dev/null/out"),
]


@pytest.mark.parametrize("words", FAULTY)
def test_bad_input_is_one_sentence(tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["deterrence", "exercise", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 2 and said.startswith("error: ") and said.count("\n") == 1


def test_a_rehearsal_with_the_samples(run):
    run("build", "starter")
    assert run("samples", "starter").output.count("wrote ") == 3
    assert "3 files: 3 marked" in run("grade", "submissions", "--key", "starter", "--out", "out").output
    grades = {row["code"]: row for row in csv.DictReader(Path("out/grades.csv").read_text().splitlines())}
    totals = {code: float(row["total"]) for code, row in grades.items()}
    assert totals["ABCD2345"] > 6.9 > 2 > totals["BCDE3456"] > 1 > totals["CDEF4567"] == 0
    assert grades["CDEF4567"]["one-lever"] == "", "what cannot be read is no zero"


def test_a_student_answers_on_the_command_line(run, tmp_path):
    run("build", "starter")
    said = " ".join(run("show", "starter.student.json", "--code", "ABCD2345").output.split())
    assert "attack pays 6.5 once" in said and "grim" not in said and said.count("Answer with: ") == 3
    (tmp_path / "mine.toml").write_text("[answers.one-lever]\nchanges = { temptation = 4.0 }\n", encoding="utf-8")
    said = run("answer", "starter.student.json", "mine.toml", "--code", "abcd2345").output
    assert said.startswith("wrote starter_ABCD2345.json, receipt ")
    assert said.endswith("no answer yet: first-guess, restore-restraint\n")
    run("grade", "starter_ABCD2345.json", "--key", "starter", "--out", "out")
    (row,) = csv.DictReader(Path("out/grades.csv").read_text().splitlines())
    assert row["one-lever"] == "2" and row["receipt"] in said
