"""The process that judges designs: limits on time and memory give a flag, and the next design is judged."""

from fractions import Fraction

from deterrence.teaching.design_worker import DesignWorker
from deterrence.teaching.marking import mark
from deterrence.teaching.variants import Variant

CODE = "ABCD2345"


def test_a_design_that_takes_too_long_is_flagged_and_the_next_one_is_judged(exercise):
    question = exercise.question("restore")
    variant = Variant("restore", CODE, {"d": Fraction("0.4")})
    with DesignWorker() as worker:
        answer = {"changes": {"temptation": 3.5}}
        assert mark(question, variant, answer, worker=worker).status == "marked"
        worker.seconds = 0.0
        late = mark(question, variant, {"changes": {"temptation": 3.6}}, worker=worker)
        assert (late.status, late.credit) == ("unsolved", None)
        worker.seconds = 60.0
        assert mark(question, variant, answer, worker=worker).credit == 1


def test_a_design_that_needs_too_much_memory_is_flagged(exercise):
    question = exercise.question("restore")
    variant = Variant("restore", CODE, {"d": Fraction("0.4")})
    with DesignWorker(memory=2**20) as worker:
        assert mark(question, variant, {"changes": {"temptation": 3.5}}, worker=worker).status == "unsolved"
