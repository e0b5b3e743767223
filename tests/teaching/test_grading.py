"""A class of five hundred, a fifth of it hostile: every file is accounted for, and every mark is recomputed here."""

import csv
import hashlib
import io
import json
import random
import re
from fractions import Fraction
from html import unescape

import pytest

from deterrence.teaching.canonical import canonical, sealed
from deterrence.teaching.collecting import collect, find_files
from deterrence.teaching.grade_files import write_grading
from deterrence.teaching.grading import grade
from deterrence.teaching.item_statistics import item_statistics
from deterrence.teaching.roster import Entry, make_roster
from deterrence.teaching.submission import file_name, receipt, write_submission

N_STUDENTS = 500
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;"
ATTACK = "__import__('os').system('true')"


def index(question, code, parameter):
    return int(hashlib.sha256(f"all-kinds|3|{question}|{code}|{parameter}".encode()).hexdigest(), 16)


def pick(question, code, **choices):
    """Draw numbers by the rule as it is written down, not by the code under test."""
    return [Fraction(options[index(question, code, name) % len(options)]) for name, options in choices.items()]


def student(code, rng):
    """Return answers and the points that they must earn; None where no machine gives points."""
    T, R, P = pick("number", code, T=["5", "5.5", "6.5"], R=["3", "3.25"], P=["0.5", "1"])
    _, c = pick("demand", code, p=["0.4", "0.5"], c=["0.5", "0.6", "0.7"])
    a, b = pick("deal", code, a=["0.1", "0.3"], b=["0.1", "0.3"])
    (d,) = pick("restore", code, d=["0.35", "0.4"])
    number = {"right": (T - R) / (T - P), "one": (T - R) / (R - P), "none": (T - R) / T, "wrong": Fraction(97, 100)}
    how = rng.choice([*number, "attack", "blank"])
    answers, earned = {}, dict.fromkeys(("number", "demand", "deal", "restore", "guess", "why", "formula", "order"))
    if how == "attack":
        answers["number"] = {"text": ATTACK}
    elif how != "blank":
        answers["number"] = {"text": f"{float(number[how]):.6f}"}
        earned["number"] = {"right": 2, "one": 1, "none": 0.5, "wrong": 0}[how]
    war = (c - Fraction("0.25")) / (2 * (c - Fraction("0.1")))
    factor = rng.choice([1, Fraction(3, 2)])
    answers["demand"] = {"text": f"{float(war * factor):.8f}"}
    earned["demand"] = float(factor == 1)
    choice = rng.choice(["wide", "narrow", "none"])
    answers["deal"] = {"choice": choice}
    earned["deal"] = 0.25 if choice == "none" else float((choice == "wide") == (a + b > Fraction("0.5")))
    formula = rng.choice(["(T−R)/(T−P)", "(T-R)/(R-P)", "T"])
    answers["formula"] = {"text": formula}
    earned["formula"] = {"(T−R)/(T−P)": 2, "(T-R)/(R-P)": 1, "T": 0}[formula]
    temptation = rng.choice(["3.6", "3.8", "4.6", "2.9"])
    t = Fraction(temptation)
    is_dilemma, margin = t > 3, d - (t - 3) / (t - 1)
    answers["restore"] = {"changes": {"temptation": float(t)}, "reason": HTML}
    earned["restore"] = 4 * is_dilemma * (0.75 * (margin >= 0) + 0.25 * (margin >= Fraction("0.01")))
    confidence = rng.choice([0.5, 0.75, 1.0])
    answers["guess"] = {"choice": "yes", "confidence": confidence}
    earned["guess"] = 1 - ((1 - confidence) ** 2 + 2 * ((1 - confidence) / 2) ** 2) / 2
    answers["why"] = {"text": f"=cmd {HTML}"}
    return answers, earned


def hostile(kind, content, bundle, code):
    """Return the bytes of a file that must be set aside."""
    data = json.loads(content)
    if kind == "oversize":
        return content + b" " * 300_000
    if kind == "deep":
        return b'{"a":' * 200_000 + b"1" + b"}" * 200_000
    if kind == "nan":
        return content.replace(b'"confidence":0.5', b'"confidence":NaN').replace(b'"schema"', b'"x":NaN,"schema"')
    if kind == "tampered":
        return content.replace(b'"choice":"narrow"', b'"choice":"wide"').replace(b'"state":"final"', b'"state":"draft"')
    if kind == "wrong bundle":
        return canonical(sealed({**data, "bundle": "0" * 64}, "seal"))
    if kind == "unknown field":
        return canonical(sealed({**data, "points": 100}, "seal"))
    if kind == "unknown question":
        return canonical(sealed({**data, "answers": {"secret": {"text": "1"}}}, "seal"))
    if kind == "path":
        return canonical(sealed({**data, "code": "../../up"}, "seal"))
    if kind == "surrogate":
        return content.replace(b"=cmd", b"\\ud800")
    if kind == "huge number":
        return content.replace(b'"confidence":', b'"confidence":1e999,"c":')
    return {"empty": b"", "no json": b"\xff\xfe\x00", "list": b"[]", "twice": b'{"schema":1,"schema":2}'}[kind]


KINDS = [
    "oversize", "deep", "nan", "tampered", "wrong bundle", "unknown field", "unknown question", "path", "surrogate",
    "huge number", "empty", "no json", "list", "twice",
]  # fmt: skip


@pytest.fixture(scope="module")
def school(exercise, bundle, tmp_path_factory):
    """Write the class into a folder; return what grading gave, and what it should have given."""
    folder = tmp_path_factory.mktemp("submissions")
    rng = random.Random(11)
    roster = make_roster([f"=name{k}" if k % 50 == 0 else f"student {k:03}" for k in range(N_STUDENTS)], rng=5)
    expected, aside = {}, set()
    for place, entry in enumerate(roster):
        answers, earned = student(entry.code, rng)
        content = write_submission(bundle, entry.code, answers)
        path = folder / file_name(bundle, entry.code)
        if place % 5 == 4:
            path.write_bytes(hostile(KINDS[place // 5 % len(KINDS)], content, bundle, entry.code))
            aside.add(path.name)
            continue
        path.write_bytes(content)
        expected[entry.code] = earned
        if place % 40 == 1:
            (folder / f"{path.stem} (1).json").write_bytes(content)
            aside.add(f"{path.stem} (1).json")
    stranger = write_submission(bundle, "ZZZZ2222", {})
    (folder / "stranger.json").write_bytes(stranger)
    aside.add("stranger.json")
    grading = grade(exercise, find_files([folder]), roster)
    out = tmp_path_factory.mktemp("out")
    write_grading(grading, out)
    return grading, expected, aside, out, folder


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_every_file_is_marked_or_set_aside_with_a_reason(school):
    grading, _, aside, _, folder = school
    flagged = {f.file: f for f in grading.flags if f.flag in ("set-aside", "duplicate", "unknown-code")}
    marked = {one.file for one in grading.graded}
    assert set(flagged) == aside
    assert marked | set(flagged) == {path.name for path in folder.iterdir()}
    assert not marked & set(flagged)
    assert all(flag.reason for flag in flagged.values())


def test_every_student_has_one_line_of_grades(school):
    grading, expected, _, out, _ = school
    grades = rows(out / "grades.csv")
    assert len(grades) == N_STUDENTS == len({row["code"] for row in grades})
    assert {row["code"] for row in grades if row["status"] == "marked"} == set(expected)
    assert len(grading.missing) == N_STUDENTS - len(expected)


def test_marks_are_those_of_the_recomputation(school):
    _, expected, _, out, _ = school
    for row in rows(out / "grades.csv"):
        if row["status"] == "missing":
            continue
        for question, earned in expected[row["code"]].items():
            if earned is None:
                assert row[question] == "", (row["code"], question)
            else:
                assert float(row[question]) == pytest.approx(earned, abs=1e-9), (row["code"], question)
        total = sum(float(row[q]) for q, earned in expected[row["code"]].items() if earned is not None)
        assert float(row["total"]) == pytest.approx(total)
        assert float(row["out_of"]) == 15


def test_answers_that_could_not_be_read_are_flagged_not_zero(school):
    grading, _, _, out, _ = school
    unreadable = {flag.code for flag in grading.flags if flag.flag == "unreadable"}
    asked = {one.code for one in grading.graded if one.answers.get("number", {}).get("text") == ATTACK}
    assert unreadable == asked and asked
    assert all(row["number"] == "" for row in rows(out / "grades.csv") if row["code"] in asked)
    for code in asked:
        assert "of these points are open" in (out / "feedback" / f"{code}.html").read_text(encoding="utf-8")


def test_no_cell_is_a_formula(school):
    _, _, _, out, _ = school
    for name in ("grades.csv", "flags.csv", "stats.csv"):
        for row in csv.reader(io.StringIO((out / name).read_text(encoding="utf-8"))):
            for cell in row:
                assert cell[:1] not in ("=", "+", "@", "\t", "\r"), (name, cell)
                assert cell[:1] != "-" or float(cell) <= 0
    assert any(row["name"].startswith("'=name") for row in rows(out / "grades.csv"))


def test_feedback_is_escaped_and_tells_no_key(school, exercise):
    grading, _, _, out, _ = school
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (out / "feedback").iterdir()}
    assert set(pages) == {one.code for one in grading.graded}
    for one in grading.graded:
        page = pages[one.code]
        assert "<script" not in page and "<img" not in page and "onerror=alert(1)&gt;" in page
        own = json.dumps(one.answers)
        T, R, P = pick("number", one.code, T=["5", "5.5", "6.5"], R=["3", "3.25"], P=["0.5", "1"])
        key = f"{float((T - R) / (T - P)):.3f}"
        assert key in own or key not in page
        text = unescape(re.sub(r"<[^>]+>", " ", page))
        for secret in ("still-a-dilemma", "one-period", "no-fighting", "is_sustained", "grim_critical", "student "):
            assert secret not in text
        others = {f"Temptation {t}," for t in ("5", "5.5", "6.5")} - {f"Temptation {float(T):g},"}
        assert not any(other in text for other in others)


def test_statistics_say_how_hard_and_which_misconception(school):
    _, expected, _, out, _ = school
    table = {(row["question"], row["statistic"], row["detail"]): row for row in rows(out / "stats.csv")}
    tried = [earned["number"] for earned in expected.values() if earned["number"] is not None]
    assert int(table["number", "attempts", ""]["value"]) == len(tried)
    assert float(table["number", "facility", ""]["value"]) == pytest.approx(sum(tried) / 2 / len(tried))
    share = float(table["number", "share", "one-period"]["value"])
    assert share == pytest.approx(sum(earned == 1 for earned in tried) / len(tried))
    rest = table["number", "item_rest", ""]
    assert float(rest["low"]) < float(rest["value"]) < float(rest["high"])
    assert sum(1 for key in table if key[:2] == ("number", "facility_of_variant")) == 12
    text = (out / "stats.csv").read_text(encoding="utf-8")
    assert not any(code in text for code in expected)


def test_correlations_are_hidden_below_thirty_students(exercise, bundle, tmp_path):
    for k in range(5):
        code = f"ABCD234{k + 5}"
        (tmp_path / f"{k}.json").write_bytes(write_submission(bundle, code, {"number": {"text": "0.5"}}))
    hidden = [
        row for row in item_statistics(grade(exercise, find_files([tmp_path]))) if row["statistic"] == "item_rest"
    ]
    assert [row["detail"] for row in hidden] == ["hidden below 30 students"] and "value" not in hidden[0]


def test_of_several_files_the_receipt_then_the_finished_one_counts(bundle, tmp_path):
    code = "ABCD2345"
    first = write_submission(bundle, code, {"number": {"text": "0.1"}})
    second = write_submission(bundle, code, {"number": {"text": "0.2"}})
    draft = write_submission(bundle, code, {"number": {"text": "0.3"}}, state="draft")
    for name, content in [("a.json", draft), ("b.json", first), ("c.json", second)]:
        (tmp_path / name).write_bytes(content)
    files = find_files([tmp_path])
    taken, flags = collect(files, bundle)
    assert [one.file for one in taken] == ["b.json"] and [flag.flag for flag in flags] == ["duplicate"] * 2
    taken, _ = collect(files, bundle, [Entry("ann", code, receipt(second))])
    assert [one.file for one in taken] == ["c.json"]
    taken, flags = collect(files[:1], bundle, [Entry("ann", code, receipt(second))])
    assert [one.file for one in taken] == ["a.json"] and {flag.flag for flag in flags} == {"receipt", "draft"}


def test_numbers_in_a_file_are_never_read(exercise, bundle, tmp_path):
    """A submission has no place for parameters: one that brings some is set aside."""
    data = json.loads(write_submission(bundle, "ABCD2345", {"number": {"text": "0.5"}}))
    (tmp_path / "a.json").write_bytes(canonical(sealed({**data, "params": {"T": 5}}, "seal")))
    data["answers"]["number"]["T"] = 4
    (tmp_path / "b.json").write_bytes(canonical(sealed(data, "seal")))
    grading = grade(exercise, find_files([tmp_path]))
    assert [flag.flag for flag in grading.flags] == ["set-aside", "unreadable"]


def test_what_is_no_file_is_flagged(exercise, tmp_path):
    (tmp_path / "folder.json").mkdir()
    grading = grade(exercise, find_files([tmp_path / "nothing.json", tmp_path / "*.json"]))
    assert {flag.file for flag in grading.flags} == {"nothing.json", "folder.json"}


def test_feedback_calls_things_by_words_and_says_once_what_was_not_marked(exercise, bundle, tmp_path):
    answers = {
        "number": {"text": "about a half"},
        "deal": {"choice": "wide"},
        "restore": {"changes": {"temptation": 3.6}, "reason": "so"},
        "guess": {"choice": "no", "confidence": 0.75},
        "why": {"text": "so"},
        "demand": {"text": ""},
    }
    (tmp_path / "a.json").write_bytes(write_submission(bundle, "ABCD2345", answers))
    write_grading(grade(exercise, find_files([tmp_path])), tmp_path / "out")
    page = (tmp_path / "out" / "feedback" / "ABCD2345.html").read_text(encoding="utf-8")
    text = " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    assert "You wrote: about a half" in text and "You chose: Yes, of" in text
    assert "You set: Temptation to 3.6 Your reason: so" in text and "How sure you were: 75%" in text
    assert "In this model the prediction is not right. As sure as you were, that earns" in text
    assert text.count("so it was not marked") == 1 == text.count("read by a person") == text.count("a person reads it")
    assert text.count("You wrote") == 2, "what was left empty is no answer"
