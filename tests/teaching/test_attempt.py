"""Work on an assignment: drafts lose nothing, only what can be marked is handed in, bad files get one sentence."""

import json

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.attempt import (
    Attempt,
    Field,
    design_fields,
    draft_file,
    final_file,
    finished,
    open_shipped,
    read_upload,
    waits_for,
    with_code,
)
from deterrence.teaching.attempt_words import brought, reading, review
from deterrence.teaching.bundle import build_bundle, find_exercise, read_bundle
from deterrence.teaching.canonical import canonical, sealed
from deterrence.teaching.exercise import available_exercises, read_exercise
from deterrence.teaching.posing import pose
from deterrence.teaching.submission import read_submission, write_submission

CODE = "ABCD2345"
STARTER = open_shipped("starter")


@pytest.fixture
def begun(bundle):
    """Return an attempt with work on every kind of question, some of it half done."""
    work = {
        "number": {"text": "0.5"},
        "formula": {"text": "(t - r"},
        "deal": {"choice": "wide"},
        "order": {"order": ["half", "", "double", ""]},
        "restore": {"changes": {"temptation": 3.5}, "reason": "because"},
        "guess": {"choice": "yes", "confidence": 0.7, "locked": False},
        "why": {"text": "so"},
    }
    return Attempt(bundle, CODE, work)


def test_a_draft_brings_everything_back_also_what_is_half_done(begun):
    back = read_upload(draft_file(begun), "mine.json", {begun.bundle.sha256: begun.bundle})
    assert back.code == CODE and back.work == begun.work


def test_a_locked_prediction_in_a_draft_stays_locked_and_can_be_marked(begun):
    content = draft_file(begun.with_work("guess", locked=True))
    assert read_submission(content).answers["guess"] == {"choice": "yes", "confidence": 0.7}
    assert read_upload(content, "mine.json", {begun.bundle.sha256: begun.bundle}).of("guess")["locked"]


def test_only_what_can_be_marked_is_handed_in(begun):
    assert set(finished(begun)) == {"number", "formula", "deal", "restore", "why"}
    locked = begun.with_work("guess", locked=True).with_work("order", order=["half", "same", "double", "square"])
    answers = read_submission(final_file(locked), bundle=begun.bundle).answers
    assert answers["guess"] == {"choice": "yes", "confidence": 0.7}
    assert answers["order"] == {"order": ["half", "same", "double", "square"]}
    assert "locked" not in str(answers)


def test_an_item_in_two_places_is_not_handed_in(begun):
    assert "order" not in finished(begun.with_work("order", order=["half", "half", "double", "same"]))


def test_a_finished_submission_can_be_gone_on_with_and_its_predictions_stay_locked(begun):
    content = final_file(begun.with_work("guess", locked=True))
    back = read_upload(content, "mine.json", {begun.bundle.sha256: begun.bundle})
    assert back.of("guess") == {"choice": "yes", "confidence": 0.7, "locked": True}


def test_a_question_waits_for_the_prediction_that_names_it(begun):
    assert [one.id for one in waits_for(begun, "number")] == ["guess"]
    assert waits_for(begun.with_work("guess", locked=True), "number") == () == waits_for(begun, "deal")


def test_a_draft_of_a_shipped_exercise_opens_it():
    content = draft_file(Attempt(STARTER, CODE, {"one-lever": {"changes": {"temptation": 4.0}}}))
    assert read_upload(content, "mine.json", {}).bundle == STARTER


def test_the_instructors_file_is_found_for_shipped_bundles_only(bundle):
    assert all(find_exercise(open_shipped(name)) is not None for name in available_exercises())
    assert find_exercise(bundle) is None


def _resealed(**changes):
    content = json.loads(build_bundle(find_exercise(STARTER)))
    return canonical(sealed({**content, **changes}))


QUESTION = {"id": "q", "kind": "design", "points": 1, "objective": "o", "prompt": "p"}
HOSTILE = {
    "empty": b"",
    "no json": b"\xff\xfe",
    "deep": b'{"schema": ' + b"[" * 200_000,
    "nan": b'{"schema": NaN}',
    "list": b"[]",
    "huge": b" " * 300_000,
    "tampered": build_bundle(find_exercise(STARTER)).replace(b"Fifteen", b"Sixteen"),
    "path as case": _resealed(questions=[{**QUESTION, "case": "/etc/passwd", "edit": {"fields": ["a"]}}]),
    "unknown field": _resealed(questions=[{**QUESTION, "case": "textbook/chicken", "edit": {"fields": ["nothing"]}}]),
    "no edit": _resealed(questions=[{**QUESTION, "case": "textbook/chicken"}]),
    "no variant": _resealed(questions=[{**QUESTION, "kind": "text", "params": {"a": [1]}, "require": ["a > 2"]}]),
    "too many variants": _resealed(
        questions=[{**QUESTION, "kind": "text", "params": {c: list(range(40)) for c in "abcd"}, "require": ["a > 99"]}]
    ),
    "code in a formula": _resealed(questions=[{**QUESTION, "kind": "text", "require": ["__import__('os') > 1"]}]),
    "one choice": _resealed(questions=[{**QUESTION, "kind": "choice", "choices": [{"id": "a", "text": "t"}]}]),
    "another bundle": write_submission(
        read_bundle(_resealed(title="Another")), CODE, {"one-lever": {"changes": {"temptation": 4.0}}}, state="draft"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_or_hostile_file_is_refused_in_one_sentence(name):
    with pytest.raises(ExerciseError) as refused:
        read_upload(HOSTILE[name], f"{name}.json", {})
    said = str(refused.value)
    assert len(said) < 500 and "\n" not in said and "Traceback" not in said


def test_a_draft_with_other_shapes_keeps_what_fits(bundle):
    answers = {
        "number": {"text": 5},
        "deal": {"choice": "<img src=x>"},
        "order": {"order": "half"},
        "restore": {"changes": {"patience": 1, "reward": "3", "sucker": True, "temptation": 4}, "reason": ["x"]},
        "guess": {"choice": "yes", "confidence": 7, "locked": "yes"},
    }
    back = read_upload(write_submission(bundle, CODE, answers, state="draft"), "d.json", {bundle.sha256: bundle})
    assert back.work == {
        "number": {"text": ""},
        "deal": {},
        "order": {"order": ["", "", "", ""]},
        "restore": {"changes": {"temptation": 4.0}, "reason": ""},
        "guess": {"choice": "yes", "locked": False},
    }


def test_what_may_be_changed_starts_where_the_question_says():
    model, fields = design_fields(pose(STARTER, "restore-restraint", CODE))
    found = {field.id: (field.start, field.low, field.high) for field in fields}
    drawn = float(pose(STARTER, "restore-restraint", CODE).variant.values["d"])
    assert found["patience"] == (drawn, 0, 0.48) and found["temptation"] == (6.5, 3.5, 8)
    assert model.parameters["patience"].value == drawn


def test_an_option_that_can_be_changed_starts_at_its_strength(source):
    changed = source.replace('"temptation", "reward", "punishment", "sucker"]', '"option:hotline", "precision"]')
    changed = changed.replace('case = "textbook/prisoners_dilemma"', 'case = "textbook/ladder"')
    changed = changed.replace('base = { set = { patience = "d" } }', 'base = { option = ["hotline"] }')
    changed = changed.replace(", bounds = { punishment = [0, 2] }", "")
    bundle = read_bundle(build_bundle(read_exercise(changed)))
    _, fields = design_fields(pose(bundle, "restore", CODE))
    assert [(field.id, field.start, field.high) for field in fields] == [
        ("option:hotline", 1, 1), ("precision", 10, 60)
    ]  # fmt: skip


def test_what_is_typed_is_read_back(bundle):
    number, formula = bundle.question("number"), bundle.question("formula")
    assert reading(number, " ") == "" and reading(number, "1/2") == "Read as 0.5."
    assert reading(number, "7") == "Read as 7. An answer lies between 0 and 1."
    assert reading(number, "about a half").startswith("This could not be read, and uses up no attempt")
    assert reading(number, "1/0").endswith("it is no finite number.")
    assert reading(formula, "(T − R)/(T − P)") == "Read as (T - R)/(T - P)."
    assert "could not be read" in reading(formula, "q + 1")
    said = reading(formula, "(T − R)/(T − P")
    assert "saw '(T − R)/(T − P'" in said and said.endswith("such as (5 - 3) / 4; close every bracket.")
    assert said.count("could not be read") == 1


def test_the_review_says_what_is_missing_and_what_is_there(begun):
    said = {one.id: review(begun, pose(begun.bundle, one.id, CODE)) for one in begun.bundle.questions}
    assert said["guess"] == "Not locked yet, so it would not be handed in."
    assert said["order"] == "Not every place has an item of its own yet, so it would not be handed in."
    assert said["in-the-case"] == "No answer yet." and said["restore"] == "temptation set to 3.5; reason: because"
    locked = begun.with_work("guess", locked=True)
    assert review(locked, pose(begun.bundle, "guess", CODE)) == "Yes; 70% sure"
    assert (said["number"], said["formula"]) == ("0.5", "(t - r (could not be read)")


def test_a_file_is_described_before_it_takes_the_place_of_answers(begun):
    bundle = begun.bundle
    fresh, draft = Attempt(bundle), Attempt(bundle, CODE, {"number": {"text": "0.5"}})
    assert brought(fresh, None) == "The exercise “Every kind of question”, 9 questions."
    assert brought(fresh, Attempt(bundle, CODE)) == brought(fresh, None)
    assert brought(fresh, begun).endswith("It is open already, and your answers stay.")
    told = "Answers to “Every kind of question” under the code ABCD2345: 1 of 9 questions."
    assert brought(draft, None) == brought(draft, draft) == told
    assert brought(draft, begun).startswith(f"{told} They take the place of the answers that the page has now")


@pytest.mark.parametrize(
    ("low", "high", "step"), [(3.5, 8, 0.1), (0, 0.48, 0.01), (0, 1, 0.02), (0, 40, 1), (0, 4e-6, 1e-7)]
)
def test_levers_move_in_round_steps(low, high, step):
    assert Field("x", low, low, high).step == step


def test_a_code_that_is_none_changes_nothing(begun):
    with pytest.raises(ExerciseError, match="8 letters and digits"):
        with_code(begun, "me")
    assert with_code(begun, "bcde 3456").work == begun.work
