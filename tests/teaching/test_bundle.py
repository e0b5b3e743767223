"""The bundle that students get holds what a list allows, and no key of any variant."""

import json
import re
from fractions import Fraction

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching import schema
from deterrence.teaching.bundle import build_bundle, find_exercise, read_bundle
from deterrence.teaching.canonical import canonical, sealed
from deterrence.teaching.exercise import Exercise, available_exercises, load_exercise
from deterrence.teaching.formulas import normalise
from deterrence.teaching.marking import make_key
from deterrence.teaching.number_marks import NumericKey
from deterrence.teaching.variants import list_variants

FILES = [*available_exercises().values(), "all kinds"]

#: Written a second time, so that nobody widens the list by accident.
PUBLIC = {
    "id", "kind", "points", "objective", "prompt", "title", "hints", "params", "require", "variant_of", "self_check",
    "case", "unit", "range", "letters", "choices", "start", "edit", "words", "before",
}  # fmt: skip
TOP = {"schema", "assignment", "module_version", "title", "about", "case", "questions", "sha256"}
SECRET = re.compile(
    r'"(answer|tolerance|partial|checks?|credit|feedback|explanation|when|value|quantities|arguments|domain|where|tie|'
    r'formula|measure|gate|equals|margin|form|game)":'
)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")


@pytest.fixture(params=FILES, ids=lambda file: getattr(file, "stem", file))
def any_exercise(request, exercise):
    return exercise if request.param == "all kinds" else load_exercise(request.param)


def test_only_what_is_allowed_is_in_the_bundle(any_exercise):
    content = build_bundle(any_exercise)
    data = json.loads(content)
    assert set(data) <= TOP
    for question in data["questions"]:
        assert set(question) <= PUBLIC
        assert all(set(choice) == {"id", "text"} for choice in question.get("choices", ()))
        assert set(question.get("edit", {})) <= {"fields", "max_changes", "bounds"}
        assert set(question.get("start", {})) <= {"set", "option", "without", "scenario"}
    assert not SECRET.search(content.decode())


def test_no_key_of_any_variant_is_in_the_bundle(any_exercise):
    """Numbers in prompts, hints or choices of parameters are told anyway; any other number must be no key."""
    data = json.loads(build_bundle(any_exercise))
    for shown, question in zip(data["questions"], any_exercise.questions, strict=True):
        told = {Fraction(str(choice)) for options in shown.get("params", {}).values() for choice in options}
        texts = [shown["prompt"], *shown.get("hints", ()), shown["objective"], shown.get("title", "")]
        told |= {Fraction(number) for text in texts for number in NUMBER.findall(text)}
        open_keys = ("prompt", "hints", "objective", "title", "params")
        rest = {key: value for key, value in shown.items() if key not in open_keys}
        numbers = {Fraction(number) for number in NUMBER.findall(json.dumps(rest))} - told
        structural = {Fraction(str(n)) for n in (shown["points"], *shown.get("range", ()), shown.get("words", 0))}
        if isinstance(question, schema.Symbolic):
            assert normalise(str(question.answer)).replace(" ", "") not in normalise(json.dumps(shown)).replace(" ", "")
        for variant in list_variants(question):
            key = make_key(question, variant)
            if isinstance(key, NumericKey):
                for value in (key.value, *key.paths):
                    hidden = {number for number in numbers - structural if abs(number - value) < Fraction(1, 1000)}
                    assert not hidden, (question.id, variant)


class Later(schema.Text):
    secret: str = "do not tell"


def test_a_key_that_somebody_adds_later_stays_behind():
    question = Later(id="q", kind="text", points=1, objective="o", prompt="p", words=5)
    content = build_bundle(Exercise("a", 1, "", "", "", (question,)))
    assert b"do not tell" not in content and b"secret" not in content


def test_building_twice_gives_the_same_bytes_and_reading_them_the_same_bundle(exercise):
    content = build_bundle(exercise)
    assert content == build_bundle(exercise)
    bundle = read_bundle(content)
    assert [question.id for question in bundle.questions] == [question.id for question in exercise.questions]
    assert json.loads(content)["sha256"] == bundle.sha256


def test_options_stand_in_an_order_that_is_not_the_authors():
    shown = json.loads(build_bundle(load_exercise("starter")))["questions"][0]["choices"]
    reversed_file = load_exercise("starter").questions[0]
    assert sorted(choice["id"] for choice in shown) == sorted(option.id for option in reversed_file.options)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.update(assignment="other"), "changed after it was built"),
        (lambda data: data["questions"][0].update(points=9), "changed after it was built"),
        (lambda data: data.update(schema="other/1"), "no bundle"),
        (lambda data: data.pop("sha256"), "changed after it was built"),
    ],
)
def test_a_changed_bundle_is_refused(exercise, change, said):
    data = json.loads(build_bundle(exercise))
    change(data)
    with pytest.raises(ExerciseError, match=said):
        read_bundle(canonical(data))


def test_a_sealed_bundle_with_unknown_keys_is_refused(exercise):
    data = json.loads(build_bundle(exercise))
    data["questions"][0]["answer"] = 1
    with pytest.raises(ExerciseError, match="answer: this key is not known"):
        read_bundle(canonical(sealed(data)))


def test_the_file_of_a_bundle_is_found_only_where_it_comes_along(bundle):
    starter = load_exercise("starter")
    assert find_exercise(read_bundle(build_bundle(starter))) == starter
    assert find_exercise(bundle) is None
