"""Moodle XML, read by a parser again: counts, keys, tolerances, grades."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from deterrence.teaching.exercise import read_exercise
from deterrence.teaching.moodle import GRADES, moodle_xml


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
    planted = source.replace("Why, in at most five words?", "Signs: <b>bold</b> & *a*")
    quiz = ElementTree.fromstring(moodle_xml(read_exercise(planted)).encode())
    texts = [question.findtext("questiontext/text", "") for question in questions(quiz, "essay")]
    assert any("&lt;b&gt;bold&lt;/b&gt; &amp; *a*" in text for text in texts)
