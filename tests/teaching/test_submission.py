"""Submissions and drafts: written, read back, sealed, and tied to one bundle."""

import json

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.canonical import canonical, sealed
from deterrence.teaching.exercise import load_exercise
from deterrence.teaching.submission import file_name, load_submission, read_submission, receipt, write_submission

CODE = "ABCD2345"
ANSWERS = {"number": {"text": "0.5"}, "restore": {"changes": {"reward": 4.5}, "reason": "naïve – «why»"}}


def test_a_draft_comes_back_as_it_was(bundle, tmp_path):
    content = write_submission(bundle, " abcd-2345", ANSWERS, state="draft")
    name = file_name(bundle, CODE, state="draft")
    (tmp_path / name).write_bytes(content)
    found, told = load_submission(tmp_path / name, bundle=bundle)
    assert (found.answers, found.code, found.state, told) == (ANSWERS, CODE, "draft", receipt(content))
    assert name == "all-kinds_ABCD2345.draft.json" and file_name(bundle, CODE) == "all-kinds_ABCD2345.json"


def test_the_receipt_is_ten_characters_of_the_hash_of_the_file(bundle):
    import hashlib

    content = write_submission(bundle, CODE, ANSWERS)
    assert receipt(content) == hashlib.sha256(content).hexdigest()[:10]
    assert receipt(content) != receipt(write_submission(bundle, CODE, {}))


def test_an_edit_that_is_sealed_anew_has_another_receipt(bundle):
    content = write_submission(bundle, CODE, ANSWERS)
    data = json.loads(content)
    data["answers"]["number"]["text"] = "0.7"
    with pytest.raises(ExerciseError, match="changed after it was sealed"):
        read_submission(canonical(data))
    again = canonical(sealed(data, "seal"))
    assert read_submission(again).answers["number"]["text"] == "0.7" and receipt(again) != receipt(content)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "other"}, "no submission"),
        ({"bundle": "0" * 64}, "another version of the bundle"),
        ({"module_version": 4}, "another version of the bundle"),
        ({"assignment": "week9"}, "answers the assignment 'week9'"),
        ({"code": "me"}, "code"),
        ({"answers": {"secret": {}}}, "no question of the assignment"),
        ({"answers": []}, "answers"),
        ({"answers": {"number": "0.5"}}, "answers"),
        ({"params": {}}, "params: this key is not known"),
        ({"state": "late"}, "state"),
    ],
)
def test_what_does_not_belong_is_refused_with_a_reason(bundle, change, said):
    data = json.loads(write_submission(bundle, CODE, ANSWERS))
    with pytest.raises(ExerciseError, match=said):
        read_submission(canonical(sealed({**data, **change}, "seal")), bundle=bundle)


def test_a_submission_for_another_assignment_is_refused(bundle):
    other = read_bundle(build_bundle(load_exercise("starter")))
    with pytest.raises(ExerciseError, match="answers the assignment 'all-kinds'"):
        read_submission(write_submission(bundle, CODE, ANSWERS), bundle=other)


@pytest.mark.parametrize("answers", [{"secret": {}}, {"number": {"text": float("nan")}}, {"number": {"text": {1, 2}}}])
def test_what_cannot_be_written_is_said(bundle, answers):
    with pytest.raises(ExerciseError):
        write_submission(bundle, CODE, answers)
