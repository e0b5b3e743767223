"""One exercise with every kind of question, and its bundle."""

from pathlib import Path

import pytest

from deterrence.teaching.bundle import build_bundle, read_bundle
from deterrence.teaching.exercise import load_exercise

ALL_KINDS = Path(__file__).parent / "all_kinds.toml"


@pytest.fixture(scope="session")
def source():
    return ALL_KINDS.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def exercise():
    return load_exercise(ALL_KINDS)


@pytest.fixture(scope="session")
def bundle(exercise):
    return read_bundle(build_bundle(exercise))
