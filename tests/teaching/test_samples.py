"""The made-up submissions that come with the starter are marked as their names say, by hand."""

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.exercise import load_exercise
from deterrence.teaching.marking import Marker
from deterrence.teaching.samples import read_samples, sample_files, write_samples
from deterrence.teaching.submission import read_submission

STARTER = load_exercise("starter")
#: Points of the three questions by hand. The guess with confidence 0.5 in one of two wrong options leaves 0.25 to the
#: right one: 1 - (0.5^2 + 0.75^2 + 0.25^2) / 2.
POINTS = {"RGHT2345": [1, 2, 4], "MXED2345": [0.5625, 1, 4], "WRNG2345": [0, 0, 0]}


def test_samples_are_right_partly_right_and_wrong():
    with Marker(STARTER) as marker:
        found = {
            sample.code: [marker.mark(id, sample.code, answer).earned for id, answer in sample.answers.items()]
            for sample in read_samples(STARTER)
        }
    assert found == POINTS


def test_samples_belong_to_the_bundle_that_is_built_now():
    bundle = read_bundle(build_bundle(STARTER))
    for name, content in sample_files(STARTER).items():
        assert read_submission(content, where=name, bundle=bundle).state == "final"


def test_samples_do_not_replace_a_roster(tmp_path):
    assert len(write_samples(STARTER, tmp_path)) == 4
    with pytest.raises(ExerciseError, match="there is a roster already"):
        write_samples(STARTER, tmp_path)


def test_an_exercise_without_samples_says_so(tmp_path):
    with pytest.raises(ExerciseError, match="no samples come with it"):
        write_samples(load_exercise("week1"), tmp_path)
