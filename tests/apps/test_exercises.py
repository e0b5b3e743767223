import json

import pytest

from deterrence.teaching.attempt import Attempt, draft_file, final_file, open_shipped
from deterrence.teaching.bundle import build_bundle, find_exercise
from deterrence.teaching.canonical import canonical, sealed
from deterrence.teaching.exercise import load_exercise
from deterrence.teaching.grading import grade
from deterrence.teaching.submission import receipt

CODE = "ABCD2345"
STARTER = open_shipped("starter")


def key(id, part, bundle=STARTER):
    return f"exercise.{bundle.sha256[:8]}.{id}.{part}"


@pytest.fixture
def opened(session):
    """Return a function that opens an exercise on the page under a code."""

    def begun(name="starter", code=CODE):
        page = session("exercises")
        page.selectbox(key="exercise.pick").set_value(name).run()
        return page.text_input(key="exercise.code").set_value(code).run()

    return begun


def predict(page, choice="rises", confidence=0.9):
    page.radio(key=key("first-guess", "choice")).set_value(choice).run()
    page.slider(key=key("first-guess", "confidence")).set_value(confidence).run()
    return page.button(key=f"{key('first-guess', 'confidence')}.lock").click().run()


def solve(page):
    """Give the starter's three answers, all right."""
    predict(page)
    page.number_input(key=key("one-lever", "change.temptation")).set_value(4.0).run()
    page.number_input(key=key("restore-restraint", "change.temptation")).set_value(3.5).run()
    return page.text_area(key=key("restore-restraint", "reason")).set_value("early warning").run()


def bring(page, name, content):
    page.session_state["fold.exercise"] = True
    page.run()
    page.file_uploader(key="exercise.upload").set_value((name, content, "application/json")).run()
    if page.error:
        return page
    page.button(key="exercise.open").click().run()
    assert not page.session_state["fold.exercise"], "what was opened is put away"
    return page


def attempt_of(page):
    return page.session_state["attempts"][page.session_state["attempt"]]


def test_the_page_opens_with_nothing_to_answer_and_every_shipped_exercise_to_choose(session, said):
    page = session("exercises")
    assert not page.exception and not page.error and "fifteen minutes" in said(page)
    assert len(page.selectbox(key="exercise.pick").options) == 6


def test_every_shipped_exercise_can_be_opened_with_the_code_that_was_given_once(opened, said):
    page = opened()
    for name in ("hotline", "week1", "week2", "week3"):
        page.selectbox(key="exercise.pick").set_value(name).run()
        assert not page.exception and not page.error and attempt_of(page).code == CODE
        assert f"0 of {len(open_shipped(name).questions)} questions" in said(page)


def test_a_code_that_is_none_is_one_sentence_and_a_practice_code_needs_no_instructor(session, said):
    page = session("exercises")
    page.selectbox(key="exercise.pick").set_value("starter").run()
    page.text_input(key="exercise.code").set_value("me").run()
    assert len(page.error) == 1 and "8 letters and digits" in said(page) and not attempt_of(page).code
    assert page.text_input(key="exercise.code").value == "me", "what was typed stays, to be mended"
    page.button(key="exercise.practise").click().run()
    assert not page.error and "In this model restraint pays" in said(page)
    assert "is a code for practice" in said(page)


def test_another_code_keeps_the_answers_and_says_that_the_numbers_are_others(session, said):
    page = session("exercises")
    page.selectbox(key="exercise.pick").set_value("starter").run()
    page.button(key="exercise.practise").click().run()
    predict(page)
    assert "your instructor cannot tell whose they are" in page.warning[0].value
    page.text_input(key="exercise.code").set_value(CODE).run()
    assert [one.value[:28] for one in page.warning] == ["Another code, other numbers:"]
    assert attempt_of(page).of("first-guess")["locked"] and "code for practice" not in said(page)
    page.text_input(key="exercise.code").set_value("me").run()
    assert len(page.error) == 1 and not page.warning and attempt_of(page).code == CODE


def test_an_old_draft_is_not_opened_unasked(opened, said):
    page = opened()
    content = draft_file(attempt_of(page))
    before = attempt_of(solve(page))
    page.session_state["fold.exercise"] = True
    page.run()
    page.file_uploader(key="exercise.upload").set_value(("old.json", content, "application/json")).run()
    assert "They take the place of the answers that the page has now" in said(page) and attempt_of(page) == before
    page.button(key="exercise.open").click().run()
    assert not attempt_of(page).work


def test_steps_back_and_forth_leave_no_crumbs(opened):
    page = opened()
    for value in (6.4, 6.5 - 0.1 + 0.1 + 1e-15):
        page.number_input(key=key("restore-restraint", "change.temptation")).set_value(value).run()
    assert attempt_of(page).of("restore-restraint")["changes"] == {}


def test_a_prediction_that_is_not_locked_yet_survives_a_change_of_page(opened):
    page = opened()
    page.radio(key=key("first-guess", "choice")).set_value("falls").run()
    page.slider(key=key("first-guess", "confidence")).set_value(0.6).run()
    page.switch_page("lab/pages/timeline.py").run()
    page.switch_page("lab/pages/exercises.py").run()
    assert page.radio(key=key("first-guess", "choice")).value == "falls"
    assert page.slider(key=key("first-guess", "confidence")).value == 0.6


def test_a_question_is_hidden_until_the_prediction_is_locked_and_the_lock_holds(opened, said):
    page = opened()
    assert "Shown once you have locked your prediction: A guess first." in said(page)
    assert key("one-lever", "change.temptation") not in page.session_state
    predict(page)
    assert "Shown once" not in said(page) and "Locked.** You expect: It rises (90% sure)" in said(page)
    assert not [one for one in (*page.main.radio, *page.main.slider) if "first-guess" in str(one.key)]


def test_answers_survive_changes_of_page_and_of_exercise(opened, said):
    page = solve(opened())
    before = dict(attempt_of(page).work)
    page.switch_page("lab/pages/timeline.py").run()
    page.switch_page("lab/pages/exercises.py").run()
    page.selectbox(key="exercise.pick").set_value("week1").run()
    page.text_input(key="exercise.code").set_value("BCDE3456").run()
    week = open_shipped("week1")
    page.text_input(key=key("threshold", "text", week)).set_value("0.557").run()
    page.switch_page("lab/pages/timeline.py").run()
    page.switch_page("lab/pages/exercises.py").run()
    assert page.text_input(key=key("threshold", "text", week)).value == "0.557"
    page.selectbox(key="exercise.pick").set_value("starter").run()
    assert attempt_of(page).work == before and attempt_of(page).code == CODE
    assert page.number_input(key=key("one-lever", "change.temptation")).value == 4.0
    assert page.number_input(key=key("restore-restraint", "change.temptation")).value == 3.5
    assert page.text_area(key=key("restore-restraint", "reason")).value == "early warning"
    assert "You expect: It rises (90% sure)" in said(page)


def test_a_draft_brings_the_answers_into_a_new_session(opened, session, said):
    content = draft_file(attempt_of(solve(opened())))
    page = bring(session("exercises"), "mine.json", content)
    assert not page.exception and not page.error
    assert page.selectbox(key="exercise.pick").value == "starter"
    assert page.text_input(key="exercise.code").value == CODE
    assert page.number_input(key=key("one-lever", "change.temptation")).value == 4.0
    assert page.number_input(key=key("restore-restraint", "change.temptation")).value == 3.5
    assert "You expect: It rises (90% sure)" in said(page)


def test_the_submission_is_marked_by_the_engine_with_the_points_worked_out_by_hand(opened, said, tmp_path):
    page = solve(opened())
    assert "Answered: 3 of 3 questions." in said(page)
    content = final_file(attempt_of(page))
    assert receipt(content) in [code.value for code in page.main.code]
    file = tmp_path / "starter_ABCD2345.json"
    file.write_bytes(content)
    (graded,) = grade(load_exercise("starter"), [file]).graded
    # 1 - (0.1^2 + 2 * 0.05^2) / 2 of one point for a right guess with confidence 0.9; 2 and 4 points.
    assert {id: mark.earned for id, mark in graded.marks.items()} == {
        "first-guess": pytest.approx(0.9925), "one-lever": 2, "restore-restraint": 4
    }  # fmt: skip


def test_a_number_put_back_to_its_start_counts_as_unchanged(opened, said):
    page = opened()
    field = page.number_input(key=key("restore-restraint", "change.temptation"))
    field.set_value(4.0).run()
    assert "Numbers changed: 1, at most 2." in said(page)
    page.number_input(key=key("restore-restraint", "change.temptation")).set_value(6.5).run()
    assert "Numbers changed: 0, at most 2." in said(page)


def test_a_ranking_is_made_of_numbered_places(opened, said):
    bundle = open_shipped("week3")
    page = opened("week3")
    page.radio(key=key("channel-guess", "choice", bundle)).set_value("us-oman").run()
    page.button(key=f"{key('channel-guess', 'confidence', bundle)}.lock").click().run()
    ids = ["us-oman", "hochstein-berri", "iran-houthis", "us-israel", "us-qatar", "iran-hezbollah"]
    for place, id in enumerate(ids):
        page.selectbox(key=key("channel-order", f"order.{place}", bundle)).set_value(id).run()
    assert attempt_of(page).of("channel-order") == {"order": ids} and "2 of 5 questions" in said(page)
    page.selectbox(key=key("channel-order", "order.5", bundle)).set_value("us-oman").run()
    assert "In two places" in said(page) and "1 of 5 questions" in said(page)


def test_a_self_check_tells_right_from_wrong_and_gives_no_key(opened, said):
    page = predict(opened())
    for lever, said_of_it in ((4.5, "Not right yet."), (3.6, "Partly right: 50% of the points.")):
        page.number_input(key=key("one-lever", "change.temptation")).set_value(lever).run()
        assert not page.info
        page.button(key="exercise.check.one-lever").click().run()
        assert len(page.info) == 1 and page.info[0].value.startswith(said_of_it)
    page.number_input(key=key("one-lever", "change.temptation")).set_value(4.0).run()
    page.button(key="exercise.check.one-lever").click().run()
    assert page.info[0].value.startswith("Right in this model.") and "explain" not in page.info[0].value
    page.button(key="exercise.check.first-guess").click().run()
    assert "In this model the prediction is right: 99% of the points" in said(page)


def _resealed(**changes):
    content = json.loads(build_bundle(find_exercise(STARTER)))
    return canonical(sealed({**content, **changes}))


@pytest.mark.parametrize("content", [b"\xff\xfe", b'{"a": ' + b"[" * 100_000])
def test_a_bad_file_is_one_sentence_and_the_page_keeps_its_answers(opened, content):
    page = predict(opened())
    before = attempt_of(page)
    page = bring(page, "bad.json", content)
    assert not page.exception and len(page.error) == 1
    said = page.error[0].value
    assert said.endswith("The page keeps what it had.") and len(said) < 500
    assert attempt_of(page) == before


def test_texts_of_a_bundle_never_become_markdown(session):
    bait = "<b>x</b> ![a](http://198.51.100.7/x.png) [l](javascript:alert(1)) $x$ **b** # h"
    question = {"id": "q", "kind": "choice", "points": 1, "objective": bait, "prompt": bait, "title": bait,
                "hints": [bait], "choices": [{"id": "a", "text": bait}, {"id": "b", "text": "b"}]}  # fmt: skip
    number = {"id": "n", "kind": "numeric", "points": 1, "objective": "o", "prompt": "p", "unit": bait, "before": []}
    content = _resealed(title=bait, about=bait, questions=[question, {k: v for k, v in number.items() if v}])
    page = bring(session("exercises"), "bait.json", content)
    page.button(key="exercise.practise").click().run()
    page.session_state["fold.hints.q"] = True
    page.run()
    assert not page.exception and not page.error
    texts = [str(one.value) for kind in (page.markdown, page.header, page.subheader) for one in kind]
    texts += [page.text_input[-1].label, *page.main.radio[0].options]
    shown = [text for text in texts if "198.51.100.7" in text]
    assert len(shown) >= 7
    assert not [text for text in shown if "![a](" in text or "<b>" in text.replace("\\<", "") or "[l](" in text]


def test_a_bundle_whose_instructors_file_is_not_there_offers_no_check(session, said):
    content = json.loads(build_bundle(find_exercise(STARTER)))
    page = bring(session("exercises"), "mine.json", _resealed(assignment="mine", questions=content["questions"]))
    page.button(key="exercise.practise").click().run()
    assert not page.error and "which this page does not have" in said(page)
    assert not [button for button in page.button if str(button.key).startswith("exercise.check.")]


def test_bringing_a_bundle_that_is_open_keeps_its_answers(opened):
    page = solve(opened())
    before = attempt_of(page)
    page = bring(page, "starter.student.json", build_bundle(find_exercise(STARTER)))
    assert attempt_of(page) == before != Attempt(STARTER)
