import numpy as np
import pytest

from deterrence.errors import SweepError
from deterrence.study.robustness.conclusions import make_worlds
from deterrence.study.robustness.flip_search import Search
from tests.shipped import shipped

FEARON = shipped("published/fearon_1995")
NOTHING = {"player": None, "statistic": "selected", "parameters": None, "hold": (), "horizon": None, "most": 2000}


def worlds(**more):
    given = {"option": None, "boundary": None, "progress": None, **NOTHING, **more}
    return make_worlds(FEARON, "private_cost", "p_war", **given)


def test_a_verdict_is_an_effect_or_a_side_and_none_where_there_is_no_figure():
    after, before = np.array([1.0, 2.0, 3.0, np.nan, np.nan]), np.array([2.0, 2.0, 2.0, 2.0, np.nan])
    side = worlds(boundary=2.0)
    assert side.verdicts(after, before).tolist() == ["not above", "not above", "above", "", ""]
    assert side.margin(after, before).tolist() == [-1, 0, 1, 0, 0]
    option = next(iter(FEARON.options))
    effect = worlds(option=option)
    assert effect.verdicts(after, before).tolist() == ["lower", "none", "higher", "disappears", ""]


def test_the_present_verdict_is_that_of_the_file():
    verdict, baseline, value = worlds(boundary=0.0).present()
    assert (verdict, baseline) == ("above", value) and value == pytest.approx(0.4)


def test_a_search_counts_its_points_and_keeps_to_the_ranges():
    tried = worlds(boundary=0.0)
    search = Search(tried, 0.5, 0)
    assert tried.tried == 1 and (search.least <= 0).all() and (search.most >= 0).all()
    places = search.place(np.array([np.full(len(search.start), -1.0), np.full(len(search.start), 1.0)]))
    assert (places >= search.low).all() and (places <= search.high).all()
    search.together()
    assert 1 < tried.tried < 4000


def test_an_option_or_a_boundary_is_needed():
    with pytest.raises(SweepError, match="saw none"):
        worlds()
