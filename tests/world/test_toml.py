import math
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import deterrence as dt
from deterrence.world.tables import tables_of
from deterrence.world.toml import toml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_is_read_back_the_same(tables):
    # Equal and of the same kinds: 1 and 1.0 are equal too.
    assert repr(tomllib.loads(toml_text(tables))) == repr(ordered(tables))


def ordered(value):
    """Return tables with what they hold in the order of a TOML file: values first, then tables."""
    if isinstance(value, list):
        return [ordered(item) if isinstance(item, dict) and is_tables(value) else item for item in value]
    if not isinstance(value, dict):
        return value
    last = {k: v for k, v in value.items() if isinstance(v, dict) or is_tables(v)}
    return {**{k: v for k, v in value.items() if k not in last}, **{k: ordered(v) for k, v in last.items()}}


def is_tables(value):
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def test_every_model_that_is_shipped_is_written_as_it_is_read():
    for name in dt.available():
        tables = tables_of(dt.load(name))
        assert tomllib.loads(toml_text(tables)) == tables


def test_infinities_stay_and_what_toml_does_not_have_is_refused():
    assert tomllib.loads(toml_text({"a": math.inf, "b": -math.inf})) == {"a": math.inf, "b": -math.inf}
    with pytest.raises(TypeError, match="complex"):
        toml_text({"a": 1j})
