"""Variants: an index by SHA-256, independent of everything but the five words that go into it."""

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deterrence.errors import ExerciseError
from deterrence.teaching.formulas import read_condition
from deterrence.teaching.variants import (
    ALPHABET,
    CODE_LENGTH,
    Variant,
    draw_variant,
    fill,
    list_variants,
    read_code,
    shuffle,
)

codes = st.text(alphabet=ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
names = st.from_regex(r"[A-Z][a-z]{0,3}", fullmatch=True)
choices = st.lists(st.integers(-99, 99).map(float), min_size=1, max_size=6, unique=True)


@dataclass
class Asked:
    id: str
    params: dict
    require: list = field(default_factory=list)
    variant_of: str | None = None


def index(*words):
    """The rule, written a second time."""
    return int(hashlib.sha256("|".join(words).encode()).hexdigest(), 16)


@given(codes, st.dictionaries(names, choices, max_size=4), st.integers(1, 9))
def test_the_index_is_the_hash_of_five_words(code, params, version):
    variant = draw_variant("week1", version, Asked("q", params), code)
    for name, options in params.items():
        assert variant.values[name] == options[index("week1", str(version), "q", code, name) % len(options)]


@given(codes, st.dictionaries(names, choices, min_size=2, max_size=5))
def test_adding_a_parameter_leaves_the_others_alone(code, params):
    fewer = dict(list(params.items())[:-1])
    all_of_them = draw_variant("week1", 1, Asked("q", params), code).values
    assert {name: all_of_them[name] for name in fewer} == draw_variant("week1", 1, Asked("q", fewer), code).values


@given(codes)
def test_conditions_hold_in_every_draw_and_every_listed_variant(code):
    asked = Asked("q", {"T": [1.0, 2.0, 3.0], "R": [1.0, 2.0, 3.0]}, [read_condition("T > R")])
    listed = [variant.values for variant in list_variants(asked)]
    assert len(listed) == 3
    assert draw_variant("week1", 1, asked, code).values in listed


def test_a_rare_variant_is_found():
    asked = Asked("q", {name: [float(k) for k in range(9)] for name in "ABC"}, [read_condition("A + B + C > 23")])
    assert draw_variant("week1", 1, asked, "ABCD2345").values == dict.fromkeys("ABC", Fraction(8))


def test_what_cannot_be_satisfied_is_said():
    with pytest.raises(ExerciseError, match="no choice of numbers satisfies it"):
        draw_variant("week1", 1, Asked("q", {"T": [1.0]}, [read_condition("T > 2")]), "ABCD2345")


@given(codes)
def test_questions_that_share_numbers_get_the_same(code):
    params = {"T": [1.0, 2.0, 3.0], "R": [4.0, 5.0]}
    one, other = Asked("one", params), Asked("other", params, variant_of="one")
    assert draw_variant("w", 1, one, code).values == draw_variant("w", 1, other, code).values


def test_variants_are_spread_evenly():
    asked = Asked("q", {"T": [1.0, 2.0, 3.0, 4.0]})
    drawn = [draw_variant("week1", 1, asked, f"CODE{k:04}").values["T"] for k in range(2000)]
    assert all(420 < drawn.count(value) < 580 for value in (1, 2, 3, 4))


@given(st.text(max_size=80))
def test_substitution_replaces_names_and_nothing_else(text):
    variant = Variant("q", "", {"T": Fraction(13, 2)})
    assert fill(text, variant) == text.replace("{T}", "6.5")


def test_no_format_of_python_is_read():
    text = "{T.__class__} {T!r} {T:>99999999} {0} {{T}} {t} {T}"
    assert fill(text, Variant("q", "", {"T": Fraction(5)})) == "{T.__class__} {T!r} {T:>99999999} {0} {5} {t} 5"


@given(st.permutations(["a", "b", "c", "d"]), codes)
def test_an_order_depends_on_the_code_alone(ids, code):
    assert shuffle(ids, "w", 1, "q", code) == shuffle(sorted(ids), "w", 1, "q", code)
    assert sorted(shuffle(ids, code)) == sorted(ids)


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD234O", "ABCD23451", "../../etc", "ABCD234\u0415"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ExerciseError, match="code"):
        read_code(text)
