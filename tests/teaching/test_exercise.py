"""Exercise files: what is at fault in one is said with its place; what comes along is found."""

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.exercise import available_exercises, load_exercise, read_exercise


@pytest.mark.parametrize(
    ("sound", "planted", "said"),
    [
        ('kind = "text"', 'kind = "essay"', "question 'why'"),
        ("points = 5", "points = 0", "question 'why', points: saw 0; allowed is a number above 0."),
        ('id = "why"', 'id = "guess"', "the id is used twice"),
        ('id = "why"', 'id = "total"', "column of the grades"),
        ('"(T - R) / T", credit', '"(T - Q) / T", credit', "saw the name 'q'"),
        ('"(T - R) / T", credit', '"__import__(1)", credit', "partial"),
        ('require = ["T > R", "R > P"]', 'require = ["T"]', "one comparison"),
        ("params = { d = [0.35, 0.4] }", "params = { d = [nan] }", "finite number"),
        ("params = { p = [0.4, 0.5],", "params = { P = [0.1], p = [0.4, 0.5],", "'p' is used twice"),
        ('answer = "yes"', 'answer = "maybe"', "saw 'maybe'"),
        ('answer = "yes"\n', "", "which option is right"),
        ('before = ["number"]', 'before = ["nothing"]', "saw 'nothing'"),
        ('case = "textbook/prisoners_dilemma"\n', "", "there is no case"),
        ('value = "x / 2"', 'secret = "x / 2"', "secret"),
        ("words = 5", "words = 5\nlater = 1", "later: this key is not known"),
        ("module_version = 3", "module_version = 0", "module_version"),
        ("deterrence-exercise/1", "deterrence-exercise/2", "schema"),
        ('kind = "text"', 'kind = "tekst"', "question 'why', kind: saw 'tekst'; allowed is 'numeric', "),
        ('kind = "text"', 'kind = "tekst"', "; did you mean 'text'?"),
        ('kind = "text"\n', "", "question 'why', kind: the key is missing."),
        ("T = [5.0, 5.5, 6.5]", "T = []", "params, T: saw an empty list; allowed is 1 entry or more."),
        ("range = [0, 1]", "range = [0]", "saw a list of 1 entry; allowed is 2 entries or more."),
        ('"all-kinds"', '"All Kinds"', "assignment: saw 'All Kinds'; allowed is small letters, digits, - and _, "),
        ('"is_sustained", equals = 1', '"is_sustained", equals = [1]',
         "check 'holds', equals: saw a list; allowed is a number or text in quotes."),
        ('player = "row"', "player = 1.5", "player: saw 1.5; allowed is a whole number or text in quotes."),
        ("equals = 1, gate = true", "gate = true", "it asks for nothing; allowed is equals, at_least or at_most."),
        ('form = "bargain", measure = "p_war"', 'form = "bargain"', "of formula, form, game, measure it has form;"),
        ("{ rel = 0.01 }", "0.01", "tolerance: saw 0.01; allowed is a table such as { abs = 0.01 }."),
        ("{ rel = 0.01 }", "{ rel = 2, abs = -1 }", "saw -1; allowed is a number from 0; 1 more fault follows."),
    ],
)  # fmt: skip
def test_a_fault_of_form_is_said_with_its_place(source, sound, planted, said):
    assert sound in source
    with pytest.raises(ExerciseError) as raised:
        read_exercise(source.replace(sound, planted, 1))
    assert said in str(raised.value)


def test_exercises_are_found_by_name_and_by_path(tmp_path, source):
    assert "starter" in available_exercises()
    assert load_exercise("starter").assignment == "starter"
    (tmp_path / "mine.toml").write_text(source, encoding="utf-8")
    mine = load_exercise(tmp_path / "mine.toml")
    assert mine.assignment == "all-kinds" and mine.points == 20


@pytest.mark.parametrize("content", [b"", b"schema = 1", b"\xff\xfe", b"[" * 5000, b"a = " + b"1" * 2_000_000])
def test_what_is_no_exercise_is_refused(tmp_path, content):
    (tmp_path / "no.toml").write_bytes(content)
    with pytest.raises(ExerciseError):
        load_exercise(tmp_path / "no.toml")


def test_questions_that_share_numbers_take_them_from_the_first(source):
    shared = source.replace("params = { T = [4.0, 4.5] }", 'variant_of = "number"').replace(
        '{ temptation = "T" }', '{ reward = "R" }'
    )
    exercise = read_exercise(shared)
    assert exercise.question("in-the-case").params == exercise.question("number").params
    with pytest.raises(ExerciseError, match="an earlier question"):
        read_exercise(shared.replace('variant_of = "number"', 'variant_of = "order"'))
