import pytest

from deterrence.study.robustness.conclusions import Conclusion
from deterrence.study.robustness.flips import Flip, FlipSearch, Move
from deterrence.study.robustness.holding import Holding
from deterrence.study.robustness.words import conclusion_words, flip_sentences, holding_sentence

FAR = Flip(tuple(Move(f"p{k}", 1.0, 1.1 + k, 0.1, "units") for k in range(6)), "none", 0.3, 0.3)
ALONE = Flip((Move("p1", 1.0, 2.25, 0.25, "units"),), "higher", 0.3, 0.4)
EFFECT = Conclusion("talks", "strait", "p_war", None)


def searched(
    conclusion=EFFECT, verdict="lower", status="searched", smallest=FAR, fewest=ALONE, singles=(ALONE,), **more
):
    given = {"within": 1.0, "parameters": 6, "points": 1234, **more}
    return FlipSearch(conclusion, verdict, 0.3, 0.2, status, smallest, fewest, singles, **given)


def test_the_smallest_change_and_what_does_it_alone_are_told_with_units_and_with_doubt():
    first, second, third, last = flip_sentences(searched())
    assert first == "At the present values talks lowers the chance of war in strait."
    assert second.startswith(
        "The smallest change found that flips it: 6 parameters by at most 10% of their ranges, p0 from"
    )
    assert "and 2 more. There the option leaves it as it is." in second
    assert (
        third == "One parameter alone does it: 25% of its range, p1 from 1 to 2.25 (units). There the option raises it."
    )
    assert last == "It was searched among 1,234 points; a smaller change may exist."


def test_what_is_called_otherwise_is_called_so_everywhere():
    text = " ".join(flip_sentences(searched(), {"talks": "Talks", "strait": "the strait", "p1": "Patience"}.get))
    assert "Talks lowers the chance of war in the strait" in text and "Patience from 1 to 2.25" in text


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (searched(status="cannot flip", smallest=None, fewest=None, singles=()), "reads nothing on which the option"),
        (
            searched(status="none found", smallest=None, fewest=None, singles=()),
            "No change within the ranges was found",
        ),
        (
            searched(status="none found", smallest=None, fewest=None, singles=(), within=0.1),
            "No change of at most 10% of the ranges was found that flips it, among 1,234 points; one may still exist.",
        ),
        (searched(fewest=FAR, singles=()), "No parameter flips it alone"),
        (searched(status="exact", smallest=ALONE), "its flip was bisected"),
        (searched(verdict=""), "there is nothing to flip"),
    ],
)
def test_how_far_to_trust_it_is_said_for_every_status(found, words):
    assert words in " ".join(flip_sentences(found))


def test_a_side_of_a_boundary_is_said_with_the_number():
    side = Conclusion("baseline", "strait", "is_sustained", None, boundary=0.5)
    assert (
        conclusion_words(searched(side, "above"))
        == "the answer to “is restraint an equilibrium?” (1 yes, 0 no) in strait lies above 0.5"
    )
    owned = Conclusion("talks", "strait", "incentive", "north", boundary=0.0)
    assert conclusion_words(searched(owned, "not above")) == (
        "the reason to hold back of north in strait with talks does not lie above 0"
    )


@pytest.mark.parametrize(("effect", "words"), [("lower", "is lower than without"), ("none", "stays as it is")])
def test_the_share_in_which_a_result_holds_is_called_no_probability(effect, words):
    text = holding_sentence(Holding(effect, 0.625, {effect: 0.625}, 256))
    assert text.startswith("Holds in 62.5% of 256 draws") and words in text and "no probability" in text
