"""Answers in a file, and the samples that come with an exercise."""

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.answers import Answers, read_answers, sample_submissions, submit, unreadable
from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.exercise import available_exercises, load_exercise
from deterrence.teaching.marking import Marker
from deterrence.teaching.submission import read_submission


def test_answers_become_a_sealed_submission(bundle, tmp_path):
    (tmp_path / "a.toml").write_text('code = "ABCD2345"\n[answers.number]\ntext = "0.5"\n', encoding="utf-8")
    name, content = submit(bundle, read_answers(tmp_path / "a.toml"))
    assert name == "all-kinds_ABCD2345.json"
    assert read_submission(content, bundle=bundle).answers == {"number": {"text": "0.5"}}
    assert submit(bundle, read_answers(tmp_path / "a.toml"), code="BCDE3456")[0] == "all-kinds_BCDE3456.json"


@pytest.mark.parametrize("text", ["answers = 5", "[answers]\nnumber = 1", "other = 1", "= 1", "code = 5"])
def test_what_is_no_answers_file_is_refused(tmp_path, text):
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError):
        read_answers(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2024-01-01", "answer 'number', text: saw a date; allowed is text in quotes or a finite number."),
        ("[1, nan]", "answer 'number', text: saw nan"),
        (f'"{"x" * 255_900}"', "answers: it has 256,"),
    ],
)
def test_what_a_submission_cannot_hold_is_said_in_a_sentence(bundle, tmp_path, value, said):
    (tmp_path / "a.toml").write_text(f'code = "ABCD2345"\n[answers.number]\ntext = {value}\n', encoding="utf-8")
    with pytest.raises(ExerciseError) as refused:
        submit(bundle, read_answers(tmp_path / "a.toml"))
    assert str(refused.value).startswith(said)


def test_samples_answer_the_bundle_as_it_is():
    for name in available_exercises():
        exercise = load_exercise(name)
        if not (exercise.path.parent / "samples" / name).is_dir():
            continue
        bundle = read_bundle(build_bundle(exercise))
        for content in sample_submissions(exercise).values():
            assert read_submission(content, bundle=bundle).state == "final"


def test_an_exercise_without_samples_says_so(exercise):
    with pytest.raises(ExerciseError, match="no samples come with it"):
        sample_submissions(exercise)


SOUND = {
    "number": {"text": "1/2"},
    "formula": {"text": "(T - R) / (T - P)"},
    "deal": {"choice": "wide"},
    "order": {"order": ["double", "half", "same", "square"]},
    "restore": {"changes": {"temptation": 3.6}, "reason": "so"},
    "guess": {"choice": "yes", "confidence": 1},
    "why": {"text": "so"},
}
UNSOUND = {
    "number": [{"text": 0.5}, {"text": "1/0"}, {"text": "T"}, {"value": "1"}],
    "formula": [{"text": "T - Q"}],
    "deal": [{"choice": "maybe"}, {"choice": "wide", "confidence": 1}],
    "order": [{"order": ["double"]}, {"order": "double"}],
    "restore": [{"changes": {"patience": 1}}, {"changes": {"temptation": "4"}}, {"changes": [4]}, {"reason": "so"}],
    "guess": [{"choice": "yes"}, {"choice": "yes", "confidence": 70}],
    "why": [{"text": 5}],
}


def test_what_marking_could_not_read_is_told_when_it_is_written_and_nothing_else(bundle, exercise):
    assert unreadable(bundle, Answers("", SOUND)) == [] == unreadable(bundle, Answers("", {"number": {"text": ""}}))
    with Marker(exercise) as marker:
        assert "unreadable" not in {marker.mark(id, "ABCD2345", answer).status for id, answer in SOUND.items()}
        for id, answers in UNSOUND.items():
            for answer in answers:
                (said,) = unreadable(bundle, Answers("", {id: answer}))
                assert said.startswith(f"{id}: ") and marker.mark(id, "ABCD2345", answer).status == "unreadable"
