"""Moodle XML read by a parser again, QTI built and opened, worksheets that hold no key."""

import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest

from deterrence.teaching.exercise import read_exercise
from deterrence.teaching.lms import left_out, list_tasks
from deterrence.teaching.moodle import GRADES, moodle_xml
from deterrence.teaching.preview import preview, preview_codes
from deterrence.teaching.qti import qti_package, qti_text
from deterrence.teaching.worksheet import worksheet_html


@pytest.fixture(scope="module")
def quiz(exercise):
    return ElementTree.fromstring(moodle_xml(exercise, n_variants=4).encode())


def questions(quiz, kind):
    return [question for question in quiz.iter("question") if question.get("type") == kind]


def test_moodle_has_a_category_for_each_question_and_a_question_for_each_variant(quiz, exercise):
    assert len(questions(quiz, "category")) == len(exercise.questions)
    names = [question.findtext("name/text") for question in quiz.iter("question") if question.get("type") != "category"]
    assert len(set(names)) == len(names)
    assert sum(name.startswith("number, variant") for name in names) == 4
    assert sum(name.startswith("why") for name in names) == 1


def test_moodle_numbers_carry_key_tolerance_and_wrong_paths(quiz, exercise):
    found = [q for q in questions(quiz, "numerical") if q.findtext("name/text").startswith("number")]
    for question in found:
        T, R, P = map(float, re.findall(r"\d+(?:\.\d+)?", question.findtext("questiontext/text"))[:3])
        answers = {answer.get("fraction"): answer for answer in question.findall("answer")}
        assert set(answers) == {"100", "50", "25"}
        assert float(answers["100"].findtext("text")) == pytest.approx((T - R) / (T - P))
        assert float(answers["50"].findtext("text")) == pytest.approx((T - R) / (R - P))
        assert all(float(answer.findtext("tolerance")) == 0.005 for answer in answers.values())
        assert float(question.findtext("defaultgrade")) == 2


def test_moodle_choices_have_one_right_answer_and_grades_that_moodle_knows(quiz):
    for question in questions(quiz, "multichoice"):
        fractions = [float(answer.get("fraction")) for answer in question.findall("answer")]
        assert fractions.count(100) == 1
        assert all(any(abs(fraction - grade) < 1e-9 for grade in GRADES) for fraction in fractions)
        assert question.findtext("single") == "true"


def test_moodle_designs_are_uploads_with_a_rubric_and_texts_are_essays(quiz):
    essays = {q.findtext("name/text").split(",")[0]: q for q in questions(quiz, "essay")}
    assert set(essays) == {"formula", "order", "restore", "why"}
    assert essays["restore"].findtext("attachmentsrequired") == "1"
    assert "75%" in essays["restore"].findtext("graderinfo/text")
    assert essays["why"].findtext("attachmentsrequired") == "0"


def test_markup_of_an_author_stays_text(source):
    planted = "Signs: <b>bold</b> & *a* _b_ `c` [d](e) $x$ # +"
    exercise = read_exercise(source.replace("Why, in at most five words?", planted))
    quiz = ElementTree.fromstring(moodle_xml(exercise).encode())
    assert any(
        "&lt;b&gt;bold&lt;/b&gt; &amp; *a*" in (q.findtext("questiontext/text") or "") for q in questions(quiz, "essay")
    )
    package = zipfile.ZipFile(io.BytesIO(qti_package(exercise)))
    text = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert "&amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt; &amp;amp; *a* _b_ `c` [d](e) $x$ # +" in text


def test_the_qti_package_builds_and_holds_every_question(exercise, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    package = zipfile.ZipFile(io.BytesIO(qti_package(exercise, n_variants=3)))
    assert "imsmanifest.xml" in package.namelist() and package.testzip() is None
    parsed = [ElementTree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
    items = [element for root in parsed for element in root.iter() if element.tag.endswith("}item")]
    assert len(items) == sum(len(tasks) for _, tasks in list_tasks(exercise, n_variants=3))
    assert list(tmp_path.iterdir()) == []


def test_the_plain_text_of_qti_has_keys_and_tolerances(exercise):
    text = qti_text(exercise, n_variants=2)
    assert text.count("+- 0.005") == 2 and text.count("GROUP\npick: 1") == 6
    assert text.count("^^^^") == 2 and len(re.findall("^____$", text, re.MULTILINE)) == 4


def test_what_is_left_out_is_said(exercise):
    said = " ".join(left_out(exercise))
    assert all(word in said for word in ("Formulas", "Rankings", "Designs", "Predictions", "Texts"))


def test_worksheets_have_every_prompt_with_its_numbers_and_no_key(bundle, exercise):
    codes = preview_codes(2)
    html = worksheet_html(bundle, codes)
    assert html.count("<h1>") == 2 and all(f"Code {code}." in html for code in codes)
    assert "{T}" not in html and "Objective: Compute a critical discount factor." in html
    root = ElementTree.fromstring(html.removeprefix("<!DOCTYPE html>"))
    assert root.tag == "html" and "src=" not in html and "href=" not in html
    for secret in ("grim_critical", "One period", "still-a-dilemma", "Costs add up", "Gain against loss"):
        assert secret not in html


def test_a_preview_shows_keys_to_the_author(exercise):
    text = "\n".join(preview(exercise, preview_codes(1)))
    assert "Key: 0.590909, give or take 0.005; wrong paths: one-period 1.44444 (0.5)" in text
    assert "gates: still-a-dilemma; checks: holds (0.75), with-room (0.25)" in text
