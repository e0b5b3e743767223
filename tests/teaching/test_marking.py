"""Marks of every kind are those of an independent recomputation, and faults of form cost nothing."""

import random
from fractions import Fraction
from itertools import combinations, permutations

import pytest

from deterrence.errors import ExerciseError
from deterrence.teaching.design import design_job, judge, mark_design
from deterrence.teaching.design_worker import DesignWorker
from deterrence.teaching.exercise import read_exercise
from deterrence.teaching.marking import Marker, mark
from deterrence.teaching.variants import Variant, list_variants

CODE = "ABCD2345"


@pytest.fixture(scope="module")
def marker(exercise):
    with Marker(exercise) as open_marker:
        yield open_marker


@pytest.fixture(scope="module")
def worker():
    with DesignWorker() as open_worker:
        yield open_worker


def of(variant, *names):
    return tuple(variant.values[name] for name in names)


def test_numbers_within_the_tolerance_are_right_in_every_variant(exercise):
    question = exercise.question("number")
    for variant in list_variants(question):
        T, R, P = of(variant, "T", "R", "P")
        key = (T - R) / (T - P)
        edge = Fraction("0.005")
        for given, earned in [
            (key, 2), (key + edge, 2), (key - edge, 2), (key + edge * 2, 0),
            ((T - R) / (R - P), 1), ((T - R) / T, 0.5), ((T - R) / T + edge, 0.5),
        ]:  # fmt: skip
            found = mark(question, variant, {"text": f"{given.numerator}/{given.denominator}"})
            assert found.status == "marked" and found.earned == earned, (variant, given)


def test_named_wrong_paths_are_told_apart(exercise):
    question = exercise.question("number")
    variant = next(list_variants(question))
    T, R, P = of(variant, "T", "R", "P")
    found = mark(question, variant, {"text": str(float((T - R) / (R - P)))})
    assert found.codes == ("one-period",) and found.feedback == ("One period's loss, given 3.",)
    assert mark(question, variant, {"text": "0.99"}).codes == ("wrong",)


def test_a_relative_tolerance_widens_with_the_key(exercise):
    question = exercise.question("demand")
    for variant in list_variants(question):
        c = variant.values["c"]
        key = max(Fraction(0), (c - Fraction("0.05") - 2 * Fraction("0.1")) / (2 * (c - Fraction("0.1"))))
        assert mark(question, variant, {"text": str(float(key * Fraction("1.0099")))}).credit == 1
        assert mark(question, variant, {"text": str(float(key * Fraction("1.0101")))}).credit == 0


def test_a_key_is_read_off_a_game_of_the_case(exercise):
    question = exercise.question("in-the-case")
    for variant in list_variants(question):
        T = variant.values["T"]
        assert mark(question, variant, {"text": f"({T} - 3) / ({T} - 1)"}).credit == 1


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("(T-R)/(T-P)", 1),
        ("1 - (R-P)/(T-P)", 1),
        ("(t − r) / (t − p)", 1),
        ("(R-T)/(P-T)", 1),
        ("2*(T-R)/(2*T-2*P)", 1),
        ("(T-R)/(T-P) + 0*sqrt(T)", 1),
        ("(T-R)/(R-P)", Fraction(1, 2)),
        ("(T-R)/(T-P) + 1e-6", 0),
        ("T", 0),
        ("where(T > 7.99, 0, (T-R)/(T-P))", 0),
        ("1/0", 0),
    ],
)
def test_formulas_are_compared_by_value(marker, text, credit):
    found = marker.mark("formula", CODE, {"text": text})
    assert found.credit == credit


def test_a_choice_depends_on_the_variant(exercise):
    question = exercise.question("deal")
    for variant in list_variants(question):
        right = "wide" if sum(of(variant, "a", "b")) > Fraction("0.5") else "narrow"
        for option, credit in [("wide", 0), ("narrow", 0), ("none", Fraction(1, 4))]:
            found = mark(question, variant, {"choice": option})
            assert found.credit == (1 if option == right else credit)


def test_a_ranking_earns_the_share_of_pairs_that_stand_right(exercise):
    question = exercise.question("order")
    for variant in list_variants(question):
        x = variant.values["x"]
        values = {"double": 2 * x, "same": 2 * x, "half": x / 2, "square": x * x + 1}
        for order in permutations(values):
            counted = [pair for pair in combinations(order, 2) if values[pair[0]] != values[pair[1]]]
            right = sum(values[a] > values[b] for a, b in counted)
            assert mark(question, variant, {"order": list(order)}).credit == Fraction(right, len(counted))


@pytest.mark.parametrize("confidence", [0, 0.25, 1 / 3, 0.6, 1])
@pytest.mark.parametrize("choice", ["yes", "no"])
def test_a_prediction_earns_the_quadratic_score(marker, choice, confidence):
    others = (1 - confidence) / 2
    p = {"yes": others, "no": others, "depends": others, choice: confidence}
    truth = {"yes": 1, "no": 0, "depends": 0}
    score = 1 - sum((p[k] - truth[k]) ** 2 for k in p) / 2
    found = marker.mark("guess", CODE, {"choice": choice, "confidence": confidence})
    assert float(found.credit) == pytest.approx(score, abs=1e-12)


def test_honest_confidence_is_best_on_average(marker):
    def score(choice, confidence):
        return marker.mark("guess", CODE, {"choice": choice, "confidence": confidence}).credit

    belief = Fraction(7, 10)  # the chosen answer is right so often, else another one is
    expected = {c: belief * score("yes", c) + (1 - belief) * score("no", c) for c in (0.5, 0.6, 0.7, 0.8, 0.9)}
    assert expected[0.7] >= expected[0.6] and expected[0.7] >= expected[0.5]


def sustained(T, R, P, S, d):
    return T > R > P > S and d * (T - P) >= (T - R)


DESIGNS = [
    {"temptation": 3.5}, {"temptation": 4.0}, {"reward": 4.5}, {"reward": 4.0, "temptation": 4.5},
    {"punishment": 0.5, "temptation": 3.8}, {"sucker": -2.0}, {"reward": 3.2}, {"temptation": 4.2, "reward": 3.6},
]  # fmt: skip


def test_designs_earn_what_the_formula_says(exercise, worker):
    question = exercise.question("restore")
    for variant in list_variants(question):
        d = variant.values["d"]
        for changes in DESIGNS:
            at = {"temptation": 5, "reward": 3, "punishment": 1, "sucker": 0, **changes}
            T, R, P, S = (Fraction(str(at[key])) for key in ("temptation", "reward", "punishment", "sucker"))
            credit = Fraction(3, 4) * sustained(T, R, P, S, d) + Fraction(1, 4) * (
                T > R > P > S and d - (T - R) / (T - P) >= Fraction(1, 100)
            )
            found = mark(question, variant, {"changes": changes, "reason": "because"}, worker=worker)
            assert found.credit == credit, (variant, changes)


def test_a_design_without_a_dilemma_earns_nothing(exercise, worker):
    question = exercise.question("restore")
    for variant in list_variants(question):
        found = mark(question, variant, {"changes": {"temptation": 3.5, "reward": 4.0}}, worker=worker)
        assert found.credit == 0 and "still-a-dilemma" in found.codes
        assert not any("dilemma" in said for said in found.feedback)


def test_only_the_gate_keeps_designs_from_destroying_the_dilemma(exercise):
    """Two hundred random designs: without the gate some earn points by leaving no dilemma, with it none."""
    question = exercise.question("restore")
    rng, names = random.Random(3), {"d": Fraction("0.4")}
    bounds = {"temptation": (2, 8), "reward": (2, 4.5), "punishment": (0, 2), "sucker": (-3, 0.5)}
    without, with_gate = 0, 0
    for _ in range(200):
        changes = {field: round(rng.uniform(*bounds[field]), 2) for field in rng.sample(sorted(bounds), 2)}
        at = {"temptation": 5, "reward": 3, "punishment": 1, "sucker": 0, **changes}
        if at["temptation"] > at["reward"] > at["punishment"] > at["sucker"]:
            continue
        verdicts = judge(design_job(question, names, changes))
        with_gate += mark_design(question, verdicts, {}).credit > 0
        without += mark_design(question, [True, *verdicts[1:]], {}).credit > 0
    assert without > 0 and with_gate == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"punishment": 2.5}, "out-of-bounds"),
        ({"temptation": 1e9}, "out-of-bounds"),
        ({"temptation": 4, "reward": 3.4, "sucker": -1}, "too-many-changes"),
    ],
)
def test_designs_that_break_the_rules_earn_nothing(marker, changes, code):
    found = marker.mark("restore", CODE, {"changes": changes})
    assert (found.status, found.credit, found.codes) == ("marked", 0, (code,))


def test_restraint_holds_at_its_threshold_and_not_a_hair_below():
    """Games whose threshold is a decimal of two digits, judged in fractions."""
    games = [
        (t, r, p, Fraction(t - r, t - p))
        for t in range(400, 800, 10) for r in range(200, 350, 30) for p in range(0, 150, 20)
        if 100 % Fraction(t - r, t - p).denominator == 0
    ]  # fmt: skip
    assert len(games) > 100
    check = {"id": "holds", "game": "patience_test", "measure": "is_sustained", "player": None, "equilibrium": ""}
    check |= {"equals": 1.0, "at_least": None, "at_most": None, "margin": 0.0}
    job = {"case": "prisoners_dilemma", "scenario": "", "without": [], "option": [], "strengths": {}, "checks": [check]}
    for t, r, p, d in games:
        at = {"temptation": t / 100, "reward": r / 100, "punishment": p / 100, "sucker": -1.0}
        assert judge({**job, "set": {**at, "patience": float(d)}}) == [True], (t, r, p)
        below = round(float(d) - 1e-12, 12)
        assert judge({**job, "set": {**at, "patience": below}}) == [False], (t, r, p)


BROKEN = [
    ("number", {"text": "about a half"}), ("number", {"text": 0.5}), ("number", {"value": "0.5"}),
    ("number", {"text": "T"}), ("number", {"text": "1/0"}), ("formula", {"text": "T.__class__"}),
    ("formula", {"text": "delta"}), ("deal", {"choice": "maybe"}), ("deal", {"choice": ["wide"]}),
    ("order", {"order": ["double"]}), ("order", {"order": ["double", "double", "half", "same"]}),
    ("order", {"order": "double"}), ("guess", {"choice": "yes"}), ("guess", {"choice": "yes", "confidence": 1.2}),
    ("guess", {"choice": "yes", "confidence": True}), ("restore", {"changes": {"patience": 0.9}}),
    ("restore", {"changes": {"reward": "4"}}), ("restore", {"changes": [1]}), ("restore", {"changes": {}, "x": 1}),
    ("why", {"text": 5}), ("why", {"text": "x", "points": 5}),
]  # fmt: skip


@pytest.mark.parametrize(("id", "answer"), BROKEN)
def test_what_could_not_be_read_is_no_attempt(marker, id, answer):
    found = marker.mark(id, CODE, answer)
    assert (found.status, found.credit, found.earned) == ("unreadable", None, 0)
    assert found.note and found.feedback == (found.note[0].upper() + found.note[1:],)


@pytest.mark.parametrize("answer", [None, {}, {"text": ""}, {"changes": {}}, {"changes": {}, "reason": ""}])
def test_nothing_answered_is_blank(marker, answer):
    assert marker.mark("number", CODE, answer).status == "blank"


def test_texts_wait_for_a_person(marker):
    assert marker.mark("why", CODE, {"text": "because"}).status == "to_read"
    long = marker.mark("why", CODE, {"text": "one two three four five six"})
    assert long.codes == ("too-long",) and long.credit is None


def test_self_checks_are_for_questions_whose_author_allows_them(marker):
    assert marker.check_oneself("number", CODE, {"text": "0.99"}).codes == ("wrong",)
    with pytest.raises(ExerciseError, match="allows no self-check"):
        marker.check_oneself("demand", CODE, {"text": "0.1"})


def test_a_key_that_does_not_exist_is_an_error_of_the_author_not_a_mark(source):
    broken = read_exercise(source.replace('measure = "p_war"', 'measure = "payoff"'))
    question = broken.question("demand")
    with pytest.raises(ExerciseError, match="several values"):
        mark(question, next(list_variants(question)), {"text": "0.1"})


@pytest.mark.parametrize("text", ["1e300 * 1e300 * 1e10", "(1e300)**8", "exp(700) * exp(700)"])
@pytest.mark.parametrize("id", ["number", "demand", "in-the-case", "formula"])
def test_numbers_beyond_all_floats_are_wrong_or_unreadable_never_fatal(marker, id, text):
    assert marker.mark(id, CODE, {"text": text}).earned == 0


def test_what_the_engine_did_not_find_out_is_flagged(exercise):
    class Silent:
        def ask(self, job):
            return [True, None, True]

    question = exercise.question("restore")
    variant = Variant("restore", CODE, {"d": Fraction("0.4")})
    found = mark(question, variant, {"changes": {"temptation": 3.6}}, worker=Silent())
    assert (found.status, found.credit) == ("unsolved", None)
